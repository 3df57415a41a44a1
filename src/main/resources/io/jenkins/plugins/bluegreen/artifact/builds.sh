# Prints which build deployed the releases that were last started in the slots: DIRECTORY
for slot in blue green; do
    release=
    {
        while IFS= read -r line || [ -n "$line" ]; do
            case $line in release=*) release=${line#release=} ;; esac
        done <"$dir/slots/$slot/process"
    } 2>/dev/null
    if [ -n "$release" ] && [ -f "$dir/releases/$release/.kept" ]; then printf '%s\n' "$slot=$(kept build "$dir/releases/$release")"; fi
done
