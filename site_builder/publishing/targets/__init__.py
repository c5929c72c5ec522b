"""Where releases lie: a folder of this machine or one behind ssh, with the same steps; decides nothing."""
