"""The system's ssh: how it is started and read, what it says, the keys of hosts, files by a stream of tar."""
