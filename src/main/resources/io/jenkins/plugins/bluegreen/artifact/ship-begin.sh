# Makes room for a release, and says what is there to make it from: DIRECTORY RELEASE FILE SHA256 DEPLOYMENT SIZE REUSE SPACE
# The FILE of a packed directory is .packed; SPACE is what it takes there, in bytes. REUSE is reuse, anew, or look: that says what reuse would
# find, and changes nothing.
# Whatever else is half shipped was left by a deployment that is gone: the lock is ours.
umask 077
alone
newline='
'
# read_manifest RELEASE: sets file and sum to what ship-finish.sh wrote of it; fails where it is not there any more.
read_manifest() {
    file= sum=
    [ -r "$1/.artifact" ] || return 1
    while IFS= read -r line; do
        case $line in
            file=*) file=${line#file=} ;;
            sha256=*) sum=${line#sha256=} ;;
        esac
    done <"$1/.artifact"
    [ -n "$file" ] && [ -f "$1/$file" ]
}

if [ "$3" = .packed ]; then
    for tool in tar find; do
        command -v $tool >/dev/null || { echo "There is no $tool, which unpacks a directory there; install it." >&2; exit 1; }
    done
fi
if [ "$7" != look ]; then
    [ -d "$dir/releases" ] && [ -d "$dir/slots" ] || mkdir -p "$dir/releases" "$dir/slots" || exit 1
    # Where the directory hands rights on (setfacl -d), no umask counts.
    chmod 700 "$dir/releases" "$dir/slots" || exit 1
    for left in "$dir"/releases/.*.part; do
        if [ -e "$left" ] || [ -L "$left" ]; then rm -rf "$left"; fi
    done
elif [ ! -d "$dir/releases" ]; then
    exit 0
fi
if [ -e "$dir/releases/$2" ]; then
    # What was packed is there of the newest release alone, and an application may write to where it was unpacked.
    if [ "$3" = .packed ]; then read_manifest "$dir/releases/$2"; else sum=$(sha256 "$dir/releases/$2/$3" 2>/dev/null); fi
    if [ "$sum" = "$4" ]; then
        echo "there=yes"
        exit 0
    fi
    echo "The release $2 is there already, with other content." >&2
    exit 1
fi
if [ "$7" != look ]; then
    # Asked before, so that nothing is sent for nothing.
    free=
    { read -r _ && read -r _ _ _ free _; } <<END
$(df -Pk "$dir/releases")
END
    if [ "$((${free:-0}))" -lt $(($8 / 1024 + 64)) ]; then
        echo "Only $free kB are free in $dir/releases, and the artifact needs $(($8 / 1024 + 64)) kB." >&2
        exit 1
    fi
    part=$dir/releases/.$2.part
    mkdir "$part" && printf '%s\n' "$5" >"$part/.shipped-by" || exit 1
fi
[ "$7" != anew ] || exit 0

cd "$dir/releases" || exit 1
# The names of releases hold no white space. An application that writes into one changes the time of its directory alone.
# shellcheck disable=SC2012
newest_first=$(ls -t ./*/.shipped-by 2>/dev/null)
# Each as long as what comes, by one question for all of them, lines SIZE=FILE.
sizes=$(
    set --
    for release in $newest_first; do
        if read_manifest "${release%/*}"; then set -- "$@" "${release%/*}/$file"; fi
    done
    [ $# -eq 0 ] || exec stat -L -c '%s=%n' -- "$@"
)
for release in $newest_first; do
    release=${release%/*}
    read_manifest "$release" && file=$release/$file || continue
    case $newline$sizes$newline in *"$newline$6=$file$newline"*) ;; *) continue ;; esac
    [ "$(sha256 "$file")" = "$4" ] || continue
    # A copy: a link would have two releases change when somebody writes to one. On btrfs or XFS it takes no time either.
    if [ "$7" = look ] || cp --reflink=auto "$file" "$part/$3" 2>/dev/null || cp "$file" "$part/$3" 2>/dev/null; then
        echo "same=${release#./}"
        exit 0
    fi
    rm -f "$part/$3"
done
for release in $newest_first; do
    release=${release%/*}
    sums=$release/.block-sums
    [ -f "$sums" ] && [ "$(($(wc -c <"$sums")))" -lt 700000 ] && read_manifest "$release" || continue
    printf 'base=%s\nbase.file=%s\nbase.size=%s\nbase.sums=%s\n' \
        "${release#./}" "$file" "$(($(wc -c <"$release/$file")))" "$(head -n 1 "$sums")"
    # Busybox's own may not unpack. What is packed here is "unpacks=yes".
    if [ "$({ echo 'H4sIAAAAAAAC/yvNK0hMzi62rUwt5gIAIwTxxwwAAAA=' | base64 -d | gzip -dc; } 2>/dev/null)" = 'unpacks=yes' ]; then echo "base.unpacks=yes"; fi
    exit 0
done
