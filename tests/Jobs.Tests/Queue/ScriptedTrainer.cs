namespace Angioboard.Jobs.Tests.Queue;

/// <summary>A shell script in the trainer's place, for what is about the queue alone and would need many trainings.</summary>
internal static class ScriptedTrainer
{
    private const string Finish = "echo '{\"seq\":0,\"time\":\"2026-01-01T00:00:00Z\",\"type\":\"status\",\"status\":\"finished\"}' >> $folder/metrics.jsonl\n";

    /// <summary>Notes its start in a file <c>starts</c>, waits for a file <c>go</c> in its run's folder, then finishes.</summary>
    public static string Waiting(TemporaryFolder folder) => Write(folder, "while [ -e $folder/starts ] && [ ! -e $folder/go ]; do sleep 0.02; done\n" + Finish);

    /// <summary>Is killed as soon as it has started.</summary>
    public static string Dying(TemporaryFolder folder) => Write(folder, "echo out of luck\nkill -9 $$\n");

    /// <summary>Hears no signal.</summary>
    public static string Deaf(TemporaryFolder folder) => Write(folder, "trap '' TERM\nwhile [ -e $folder/starts ]; do sleep 0.02; done\n");

    private static string Write(TemporaryFolder folder, string body)
    {
        string path = folder.File("trainer.sh", System.Text.Encoding.UTF8.GetBytes($"#!/bin/sh\nfolder=$3\necho $$ >> $folder/starts\n{body}"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
