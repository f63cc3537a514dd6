"""Starts the program under strace, which writes down every file and address it asks for.

    python traced.py LOG ARGUMENTS ...

The program keeps this process's id: strace goes on behind it.
"""

import os
import sys

if __name__ == "__main__":
    log, *arguments = sys.argv[1:]
    strace = ["strace", "-D", "-f", "-y", "--seccomp-bpf", "-s", "0", "-o", log]
    # What runs over connections that are there already (to the screen, the bus) makes it slow.
    calls = "trace=%file,socket,connect,bind,sendto,sendmmsg"
    program = [sys.executable, "-m", "scout_desktop", *arguments]
    os.execvp(strace[0], [*strace, "-e", calls, "--", *program])
