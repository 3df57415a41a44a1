# Tells of the slots that are kept up what is not as it should be: DIRECTORY
alone
for slot in blue green; do
    load "$slot" && unit_lacks
done
