# The hog and, for want of memory control in the container, systemd-oomd in one: oomd leaves its count in an attribute of
# the control group and kills; what systemd makes of that is real.
echo allocating
group=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)
perl -e '
  my %number = (x86_64 => 188, aarch64 => 5); chomp(my $machine = `uname -m`);
  my ($path, $name, $value) = ($ARGV[0], "user.oomd_ooms", "1");
  syscall($number{$machine}, $path, $name, $value, 1, 0) == 0 or die "setxattr: $!";' "$group" || exit 7
kill -KILL $$
