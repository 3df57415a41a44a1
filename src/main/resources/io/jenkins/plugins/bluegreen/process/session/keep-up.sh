# Has what runs in a slot be started again from now on: DIRECTORY SLOT
alone
if load "$2" && [ -n "$(members)" ]; then echo runs=yes; fi
