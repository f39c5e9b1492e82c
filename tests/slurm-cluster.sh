#!/usr/bin/env bash
# A Slurm cluster of two nodes with three pretended GPUs on one machine, for tests, as root:
# slurm-cluster.sh start|stop|kill-node|start-node FOLDER [NODE [HIDDEN]]. Afterwards, set SLURM_CONF to FOLDER/slurm.conf.
# A node whose slurmd is killed is down after 10 s. A node started with HIDDEN does not see that folder.
set -euo pipefail
folder=$(realpath -m "$2")
host=$(hostname -s)

# Three ports on which nothing listens, so that several clusters can run at once.
free_ports() {
    local base port
    while :; do
        base=$((20000 + RANDOM % 12000))
        for port in $base $((base + 1)) $((base + 2)); do
            ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || continue 2
        done
        echo "$base"
        return
    done
}

start_node() {
    if [[ -n ${2:-} ]]; then
        unshare --mount --propagation private bash -c "mount -t tmpfs none '$2' && slurmd -N $1"
    else
        slurmd -N "$1"
    fi
}

start() {
    mkdir -p "$folder/state" "$folder/log"
    local ports
    ports=$(free_ports)
    cat >"$folder/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$ports
AuthType=auth/munge
AuthInfo=cred_expire=5
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SlurmdTimeout=10
GresTypes=gpu
ReturnToService=2
MailProg=/bin/true
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((ports + 1)) CPUs=2 RealMemory=4000 Gres=gpu:2
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((ports + 2)) CPUs=2 RealMemory=4000 Gres=gpu:1
PartitionName=gpu Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF
    cat >"$folder/gres.conf" <<CONF
NodeName=n1 Name=gpu File=/dev/null
NodeName=n1 Name=gpu File=/dev/zero
NodeName=n2 Name=gpu File=/dev/full
CONF
    export SLURM_CONF=$folder/slurm.conf
    munge -n >/dev/null 2>&1 && unmunge <<<"$(munge -n)" >/dev/null 2>&1 || { mkdir -p /run/munge; chown munge: /run/munge; su -s /bin/bash munge -c /usr/sbin/munged; }
    slurmctld
    for ((i = 0; i < 50; i++)); do scontrol ping 2>/dev/null | grep -q UP && break; sleep 0.2; done
    start_node n1
    start_node n2
    for ((i = 0; i < 50; i++)); do [[ $(sinfo -h -N -t idle -o %N | sort -u | wc -l) == 2 ]] && break; sleep 0.2; done
    sinfo -N -o '%N %T %G'
}

end() {
    [[ -f $1 ]] || return 0
    local pid
    pid=$(cat "$1")
    kill "${@:2}" "$pid" 2>/dev/null || return 0
    for ((i = 0; i < 100; i++)); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.1; done
    kill -9 "$pid" 2>/dev/null || true
}

kill_tree() {
    local pid children
    for pid in "$@"; do
        children=$(pgrep -P "$pid" || true)
        kill -9 "$pid" 2>/dev/null || true
        kill_tree $children
    done
}

case $1 in
    start) start ;;
    start-node)
        export SLURM_CONF=$folder/slurm.conf
        start_node "$3" "${4:-}"
        ;;
    kill-node)
        end "$folder/slurmd-$3.pid" -9
        # With all that its jobs run: a machine without power does not report how they ended.
        for socket in "$folder/spool-$3/$3"_*.*; do
            [[ -S $socket ]] || continue
            step=${socket##*_}
            kill_tree $(pgrep -f "^slurmstepd: \[${step%.*}\." || true)
        done
        ;;
    stop)
        export SLURM_CONF=$folder/slurm.conf
        scancel --user="$(id -un)" || true
        sleep 1
        for daemon in slurmd-n1 slurmd-n2 slurmctld; do end "$folder/$daemon.pid"; done
        ;;
esac
