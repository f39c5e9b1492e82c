namespace Angioboard.Jobs.Tests.Queue;

/// <summary>A shell script in place of the trainer, for tests that are only about the queue and would need many trainings.</summary>
internal static class ScriptedTrainer
{
    private const string Finish =
        "echo '{\"seq\":0,\"time\":\"2026-01-01T00:00:00Z\",\"type\":\"status\",\"status\":\"finished\"}' >> $folder/metrics.jsonl\n";

    /// <summary>Records its start in a file <c>starts</c>, waits for a file <c>go</c> in its run's folder, then finishes.</summary>
    public static string Waiting(TemporaryFolder folder) =>
        Write(folder, "while [ -e $folder/starts ] && [ ! -e $folder/go ]; do sleep 0.02; done\n" + Finish);

    /// <summary>Kills itself as soon as it has started.</summary>
    public static string Dying(TemporaryFolder folder) => Write(folder, "echo out of luck\nkill -9 $$\n");

    /// <summary>Ignores SIGTERM.</summary>
    public static string Deaf(TemporaryFolder folder) => Write(folder, "trap '' TERM\nwhile [ -e $folder/starts ]; do sleep 0.02; done\n");

    /// <summary>
    /// Saves its state when asked to end: last.ckpt changes if there is a file <c>step</c> in its run's folder. With a file <c>go</c> it
    /// finishes.
    /// </summary>
    public static string Polite(TemporaryFolder folder) => Write(folder, """
        trap 'if [ -e $folder/step ]; then cat $folder/starts > $folder/last.ckpt; fi; touch $folder/last.ckpt; echo "{\"seq\":0,\"type\":\"status\",\"status\":\"stopped\"}" >> $folder/metrics.jsonl; exit 130' TERM
        while [ -e $folder/starts ] && [ ! -e $folder/go ]; do sleep 0.02; done

        """ + Finish);

    /// <summary>Is asked to end when it has just finished.</summary>
    public static string FinishingWhenStopped(TemporaryFolder folder) => Write(folder, """
        trap 'touch $folder/go' TERM
        while [ -e $folder/starts ] && [ ! -e $folder/go ]; do sleep 0.02; done

        """ + Finish);

    /// <summary>Reaches the phase in the file <c>phase</c> in its run's folder, and kills itself.</summary>
    public static string DyingIn(TemporaryFolder folder) => Write(folder, """
        while [ ! -e $folder/phase ]; do sleep 0.02; done
        echo "{\"seq\":0,\"time\":\"2026-01-01T00:00:00Z\",\"type\":\"phase\",\"phase\":\"$(cat $folder/phase)\"}" >> $folder/metrics.jsonl
        rm $folder/phase
        kill -9 $$

        """);

    /// <summary>Ends at once with this last event.</summary>
    public static string Telling(TemporaryFolder folder, string lastEvent) =>
        Write(folder, $"echo '{lastEvent}' >> $folder/metrics.jsonl\nexit 1\n");

    /// <summary>Does something in its run's folder, <c>$folder</c>, and finishes.</summary>
    public static string Writing(TemporaryFolder folder, string shell) => Write(folder, $"{shell}\n{Finish}");

    /// <summary>Prints this and aborts as libtorch does.</summary>
    public static string Aborting(TemporaryFolder folder, string printed) => Write(folder, $"echo '{printed}' >&2\nkill -ABRT $$\n");

    private static string Write(TemporaryFolder folder, string body)
    {
        string path =
            folder.File("trainer.sh", System.Text.Encoding.UTF8.GetBytes($"#!/bin/sh\nfolder=$3\necho $$ >> $folder/starts\n{body}"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
