# What every script here starts from: it is fed to sh in front of them. Sees only what proc(5) shows; changes nothing.
set -u
# The locale is for our own tools. The application gets back what the login has (start.sh).
bg_locale=${LC_ALL+set}${LC_ALL-}
bg_dir=${dir-}
LC_ALL=C
export LC_ALL
dir=$1

# alone: waits for a script that still runs for a deployment that is gone, and has those that follow wait for this one. The lock of a
# deployment falls with its connection, but a script that was begun goes on to its end. Where $bg_fence stands before the script, that names a
# holding of the application's lock: ends with 76 where somebody has had the lock since. Where $bg_look does, what is seen is told as it is at
# the moment, and nobody is waited for or kept waiting.
alone() {
    [ -z "${bg_look-}" ] || return 0
    # A file that is open for writing: NFS locks nothing else (flock(2)). One who only looks creates none.
    if [ -d "$dir" ] && { [ -n "${bg_fence-}" ] || [ -e "$dir/busy" ]; }; then
        [ -e "$dir/busy" ] || { (umask 077 && : >>"$dir/busy") && chmod 600 "$dir/busy"; } || exit 1
        exec 8>>"$dir/busy" || exit 1
        flock -w 120 8
        # 1: somebody held it all that time (flock(1)).
        case $? in
            0) ;;
            1) echo "another script is at work in $dir" >&2 && exit 1 ;;
            *) echo "no file can be locked in $dir" >&2 && exit 1 ;;
        esac
    fi
    [ -n "${bg_fence-}" ] || return 0
    bg_holding=
    { { IFS= read -r _ && IFS= read -r bg_holding; } <"$dir/lock"; } 2>/dev/null
    [ "$bg_holding" = "fence=$bg_fence" ] || { echo "the lock in $dir is another deployment's" >&2; exit 76; }
}

