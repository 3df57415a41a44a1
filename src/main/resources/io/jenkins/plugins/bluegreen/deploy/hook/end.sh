# Ends a hook that was cut off, if anything of it still runs: DIRECTORY
# One whose script still runs is waited for: that ends it as soon as it is not fed any more.
alone
bg_end_left
