# Tells of the slots that are kept up what is not as it should be: DIRECTORY
alone
for slot in blue green; do
    load "$slot" || continue
    unit_lacks
    outlived
done
