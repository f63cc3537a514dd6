"""Starts the program under strace, which writes down every file and address it asks for.

    python traced.py [--offline] LOG ARGUMENTS ...

The program keeps this process's id: strace goes on behind it. `--offline`: where there is no
network at all.
"""

import os
import sys

if __name__ == "__main__":
    offline = sys.argv[1] == "--offline"
    log, *arguments = sys.argv[2 if offline else 1 :]
    strace = ["strace", "-D", "-f", "-y", "--seccomp-bpf", "-s", "0", "-o", log]
    # What runs over connections that are there already (to the screen, the bus) makes it slow.
    calls = "trace=%file,socket,connect,bind,sendto,sendmmsg"
    program = [sys.executable, "-m", "scout_desktop", *arguments]
    words = [*strace, "-e", calls, "--", *program]
    os.execvp("unshare", ["unshare", "-rn", *words]) if offline else os.execvp(words[0], words)
