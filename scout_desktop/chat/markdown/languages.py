"""The languages that are coloured: those that people ask for, by the names of Pygments' classes.

Pygments knows six hundred. Which one is meant comes from the model, and in some of the rare ones
there are patterns that take seconds over one line of tabs, in which nothing else can be done. Each
of these here was given signs and words a thousand times, and no step took more than 35 ms.
"""

from __future__ import annotations

from typing import Final

_PROGRAMS: Final = """
    Ada Agda AppleScript Arduino Awk C CSharp Clojure Cobol CoffeeScript CommonLisp Cpp Crystal Cuda
    Cython D Dart Delphi Elixir Elm EmacsLisp Erlang FSharp Forth Fortran GDScript GLShader Gas
    Gleam Go Groovy HLSLShader Haskell Idris Java Javascript Julia Kotlin Lean4 Llvm Lua Luau Matlab
    Mojo Nasm Nimrod ObjectiveC Ocaml Octave Odin Perl Perl6 Php Prolog Python Python2 PythonConsole
    PythonTraceback QBasic Qml Racket Rocq Ruby Rust S SAS Scala Scheme Smalltalk Solidity Stata
    Swift SystemVerilog Tcl TypeScript VBScript VbNet Verilog Vhdl Wat Wgsl Zig
"""
_MACHINES: Final = """
    ApacheConf Bash BashSession Batch CMake Docker FishShell Makefile NginxConf Nix PowerShell
    PowerShellSession PromQL Puppet Tcsh Terraform Vim
"""
_TEXTS: Final = """
    BibTeX Css CssDjango Diff Django Gherkin GraphQL Graphviz Handlebars Html HtmlDjango Http Ini
    Json Json5 JsonLd Jsonnet LessCss Liquid Markdown MySql Org PlPgsql Postgres PostgresConsole
    Properties ProtoBuf Rhtml Rst Sass Scss Sparql Sql SqliteConsole TOML Tex Thrift TransactSql
    Turtle Twig Xml Xslt Yaml
"""
CLASSES: Final = frozenset(
    f"{name}Lexer" for names in (_PROGRAMS, _MACHINES, _TEXTS) for name in names.split()
)
NAMED_OTHERWISE: Final = {
    "jsx": "javascript", "mjs": "javascript", "cjs": "javascript", "tsx": "typescript",
    "jsonc": "json5", "jsonl": "json", "ndjson": "json", "yml": "yaml", "ansible": "yaml",
    "vue": "html", "svelte": "html", "svg": "xml", "plist": "xml", "erb": "html+erb",
    "jinja2": "jinja", "mustache": "handlebars", "latex": "tex", "patch": "diff",
    "env": "bash", "dotenv": "bash", "cmd": "batch", "conf": "ini", "systemd": "ini",
    "hcl": "terraform",
    "sqlite": "sql", "plsql": "sql", "gql": "graphql", "proto": "protobuf", "dot": "graphviz",
    "asm": "nasm", "assembly": "nasm", "wasm": "wat", "sol": "solidity", "gradle": "groovy",
    "ml": "ocaml", "vb": "vbnet", "erl": "erlang", "lean": "lean4", "viml": "vim",
    "feature": "gherkin", "coq": "rocq",
}  # fmt: skip
"""What models write and Pygments calls by another name."""
