# Prints what is kept of a release, and of the application's variables those that nothing may print: DIRECTORY RELEASE
alone
cd "$dir/releases" || exit 1
sed '/^$/q' "$2/.kept" || exit 1
secret=$(kept secret "$2")
tail -c "$((secret))" "$2/.kept"
