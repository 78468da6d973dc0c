#!/bin/sh
# Brings each mail of a maildir to a program, one by one: bounces.sh MAILDIR PROGRAM [ARGUMENT...]
# 0: taken in, moved to cur/. 65: something else, moved to .other/. Anything else: left where it is for the next round.
set -u
folder=$1
shift
mkdir -p "$folder/cur" "$folder/.other"
for mail in "$folder"/new/*; do
    [ -f "$mail" ] || continue
    "$@" < "$mail"
    case $? in
        0) mv "$mail" "$folder/cur/${mail##*/}:2,S" ;;
        65) mv "$mail" "$folder/.other/" ;;
    esac
done
