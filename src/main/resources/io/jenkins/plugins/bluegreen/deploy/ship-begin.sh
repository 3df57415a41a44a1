# Makes room for a release: DIRECTORY RELEASE FILE SHA256 DEPLOYMENT SIZE
# Whatever else is half shipped was left by a deployment that is gone: the lock is ours.
umask 077
alone
mkdir -p "$dir/releases" "$dir/slots" || exit 1
rm -rf "$dir"/releases/.*.part
if [ -e "$dir/releases/$2" ]; then
    sum=$(sha256sum <"$dir/releases/$2/$3" 2>/dev/null) || sum=
    if [ "${sum%% *}" = "$4" ]; then
        echo "there=yes"
        exit 0
    fi
    echo "The release $2 is there already, with other content." >&2
    exit 1
fi
# Asked before, since SFTP has no word for a full disk: it says "Failure" (draft-ietf-secsh-filexfer-02, 7).
free=$(df -Pk "$dir/releases" | { read -r _; read -r _ _ _ blocks _; echo "$blocks"; })
if [ "$((free))" -lt $(($6 / 1024 + 64)) ]; then
    echo "Only $free kB are free in $dir/releases, and the artifact needs $(($6 / 1024 + 64)) kB." >&2
    exit 1
fi
mkdir "$dir/releases/.$2.part" && printf '%s\n' "$5" >"$dir/releases/.$2.part/.shipped-by"
