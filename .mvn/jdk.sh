# Sourced by the scripts that start Java: the one place that knows where a JDK 25 or newer may be.

# Is this folder a JDK 25 or newer? Every JDK has a release file, so no Java needs to start for the answer.
is_jdk() {
  [[ -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 1
  local line version=0
  while IFS= read -r line; do
    [[ $line == JAVA_VERSION=* ]] && version=${line#*\"}
  done <"$1/release"
  version=${version%%[!0-9]*}
  ((${version:-0} >= 25))
}

# Sets jdk to the first one of: JAVA_HOME, the java on the PATH, the usual places; fails if there is none.
find_jdk() {
  local java
  if [[ -n ${JAVA_HOME:-} ]] && is_jdk "$JAVA_HOME"; then
    jdk=$JAVA_HOME
    return
  fi
  if java=$(command -v java) && java=$(readlink -f "$java" 2>/dev/null) && is_jdk "${java%/bin/java}"; then
    jdk=${java%/bin/java}
    return
  fi
  for jdk in /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    is_jdk "$jdk" && return
  done
  jdk=
  return 1
}
