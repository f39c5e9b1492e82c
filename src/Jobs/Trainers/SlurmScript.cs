using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Trainers;

/// <summary>The script of a batch job: one trainer, and what Slurm needs to know of its end.</summary>
internal static class SlurmScript
{
    /// <summary>The script.</summary>
    /// <param name="program">The <c>angioboard</c> executable.</param>
    /// <param name="arguments">Its verb and options.</param>
    /// <param name="place">The folder in which it works.</param>
    /// <param name="name">The job's name, which is in slurm.json of that folder.</param>
    /// <param name="options">Whether a group reads the results.</param>
    public static string Of(string program, IEnumerable<string> arguments, RunFolder place, string name, AngioboardOptions options) => $"""
        #!/bin/sh
        # A trainer of Angioboard. TERM comes before the time limit or a preemption: the trainer saves its state, and the job goes back into
        # Slurm's queue. It also comes when the job is cancelled, which ends it.
        # What a node does not see for a moment, as file servers keep what they have seen, it may see a little later.
        tries=0
        until grep -q {Quote(name)} {Quote(place.SlurmJob)} 2>/dev/null; do
            tries=$((tries + 1))
            [ "$tries" -lt 10 ] || exit {ExitCode.FolderUnseen}
            sleep 2
        done
        [ -x {Quote(program)} ] || exit {ExitCode.ProgramUnseen}
        cd {Quote(place.Path)} || exit {ExitCode.FolderUnseen}
        exec >>trainer.log 2>&1 </dev/null
        {(options.Group is null ? "" : "umask 027")}
        asked=
        trainer=
        trap 'asked=1; [ -z "$trainer" ] || kill -TERM "$trainer"' TERM
        {Quote(program)} {string.Join(' ', arguments.Select(Quote))} &
        trainer=$!
        [ -z "$asked" ] || kill -TERM "$trainer"
        wait "$trainer"
        code=$?
        # A signal also ends the wait.
        while kill -0 "$trainer" 2>/dev/null; do
            wait "$trainer"
            code=$?
        done
        if [ -n "$asked" ] && [ "$code" -eq {ExitCode.Stopped} ] && scontrol show job "$SLURM_JOB_ID" | grep -q JobState=RUNNING; then
            scontrol requeue "$SLURM_JOB_ID" && sleep 120
        fi
        exit "$code"

        """;

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
