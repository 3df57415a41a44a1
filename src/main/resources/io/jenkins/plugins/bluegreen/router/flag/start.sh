# What the scripts for a router start from: it is fed to sh in front of them.
LC_ALL=C
export LC_ALL
newline='
'
tab=$(printf '\t')
