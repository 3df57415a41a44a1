# sha256 FILE: prints its SHA-256, by openssl(1) where that is: it uses what the CPU has for it, which not every sha256sum(1) does.
sha256() {
    digest=$(openssl dgst -sha256 -r <"$1" 2>/dev/null) || digest=$(sha256sum <"$1") || return 1
    echo "${digest%% *}"
}

