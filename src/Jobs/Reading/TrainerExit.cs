using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Devices;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Reading;

/// <summary>How a trainer ended, as far as known.</summary>
/// <param name="Status">The run's new status; null if the trainer died without saving one.</param>
/// <param name="Reason">Why, as text for people.</param>
/// <param name="Cause">The cause of the failure, if the user can act on it.</param>
internal sealed record TrainerExit(RunStatus? Status, string? Reason, FailureCause? Cause = null)
{
    private const int LinesShown = 20;

    /// <summary>Takes the last status event, or else the exit code.</summary>
    /// <param name="status">The event; null for none.</param>
    /// <param name="exitCode">Null if unknown.</param>
    /// <param name="folder">The run's folder.</param>
    public static TrainerExit Of(JsonObject? status, int? exitCode, RunFolder folder) =>
        (RunEvents.Text(status?["status"]), exitCode) switch
    {
        (RunEvents.Finished, _) => new TrainerExit(RunStatus.Finished, null),
        (RunEvents.Stopped, _) => new TrainerExit(RunStatus.Stopped, null),
        (RunEvents.Diverged, _) => new TrainerExit(RunStatus.Diverged, Divergence(status!, folder)),
        (RunEvents.Failed, _) => new TrainerExit(RunStatus.Failed, RunEvents.Text(status!["reason"]) ?? LastLines(folder), CauseOf(status)),
        (_, ExitCode.Done) => new TrainerExit(RunStatus.Finished, null),
        (_, ExitCode.Stopped) => new TrainerExit(RunStatus.Stopped, null),
        (_, ExitCode.Failed or ExitCode.BadInput) => new TrainerExit(RunStatus.Failed, Errors(folder) ?? LastLines(folder)),
        _ => Aborted(folder, exitCode) ?? new TrainerExit(null, null),
    };

    /// <summary>The last lines that the trainer printed.</summary>
    public static string LastLines(RunFolder folder)
    {
        // A trainer's output may have figures of an earlier evaluation.
        bool hides = folder.EvaluationFolders.Select(path => new RunFolder(path)).Prepend(folder)
            .Any(place => TestSealFile.Closed(place) is not null);
        string[] lines = hides ? [] : [.. Lines(folder.TrainerLog).TakeLast(LinesShown)];
        if (lines.Length == 0) lines = [.. Lines(folder.Console).TakeLast(LinesShown)];
        return lines.Length == 0 ? "its log is empty" : string.Join('\n', lines);
    }

    // libtorch aborts the process if one of its errors leaves a function that must not throw. It has printed the error before.
    private static TrainerExit? Aborted(RunFolder folder, int? exitCode)
    {
        TrainerFile? trainer = TrainerFile.Read(folder.Trainer);
        bool printed = exitCode == Signals.Aborted
            || (exitCode is null && trainer is not null && File.GetLastWriteTimeUtc(folder.TrainerLog) > trainer.Since.UtcDateTime);
        if (!printed
            || DeviceException.OfAbort(string.Join('\n', Lines(folder.TrainerLog)), RunImport.Settings(folder).Settings, trainer?.Device
                ?? "its device") is not (var fault, { } message)) return null;
        return new TrainerExit(RunStatus.Failed, message, fault == DeviceFault.OutOfMemory
            ? FailureCause.OutOfMemory
            : FailureCause.DeviceLost);
    }

    private static FailureCause? CauseOf(JsonObject status) => RunEvents.Text(status["cause"]) switch
    {
        "out_of_memory" => FailureCause.OutOfMemory,
        "device_lost" => FailureCause.DeviceLost,
        _ => null,
    };

    private static string Divergence(JsonObject status, RunFolder folder) =>
        RunEvents.Text(status["reason"])
            ?? $"the {RunEvents.Text(status["what"]) ?? "loss"} is not finite in epoch "
                + $"{(RunEvents.Number(status["epoch"]) ?? 0) + 1}; {DivergenceAdvice.Of(RunImport.Settings(folder).Settings)}";

    private static string? Errors(RunFolder folder)
    {
        string[] errors = [.. Lines(folder.TrainerLog).AsEnumerable().Reverse()
            .TakeWhile(line => line.StartsWith("error: ", StringComparison.Ordinal)).Reverse()];
        return errors.Length == 0 ? null : string.Join('\n', errors.TakeLast(LinesShown).Select(line => line["error: ".Length..]));
    }

    private static string[] Lines(string path)
    {
        try
        {
            using FileStream stream = SafeOpen.Read(path, FolderOwners.Rule(path));
            stream.Position = Math.Max(0, stream.Length - (1 << 16));
            using StreamReader reader = new(stream);
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            return [];
        }
    }
}
