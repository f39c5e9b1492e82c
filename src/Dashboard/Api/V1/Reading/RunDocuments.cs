using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Api.V1.Reading.Documents;
using Angioboard.Dashboard.Requests;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>Writes runs for programs.</summary>
internal static class RunDocuments
{
    /// <summary>A run as one may see it who makes this request.</summary>
    public static RunDocument Of(Run run, HttpContext context, MachineMonitor machine) => new()
    {
        Id = run.Id,
        Experiment = run.Experiment,
        Train = run.Train,
        Name = run.Name,
        Owner = run.Owner,
        Status = run.Status,
        State = RunStateWord.Of(run).ToLowerInvariant(),
        Reason = run.Reason,
        Tags = run.Tags,
        Note = run.Note,
        Created = run.Created.UtcDateTime,
        Started = run.Started?.UtcDateTime,
        Ended = run.Ended?.UtcDateTime,
        Deleted = run.Trashed?.UtcDateTime,
        Archived = run.Archived,
        Baseline = run.Baseline,
        Missing = run.Missing,
        Launch = run.Launch,
        Dataset = run.Dataset,
        Fingerprint = run.Fingerprint,
        SettingsHash = run.SettingsHash,
        Device = run.Device,
        DeviceName = run.Device is { } device ? machine.Find(device)?.Name : null,
        Slurm = SlurmDocument.Of(run.Slurm),
        PausedBy = run.PausedBy,
        FromTerminal = run.FromTerminal,
        EpochsDone = run.EpochsDone,
        BestEpoch = run.BestEpochNumber,
        Best = run.Best.ToDictionary(best => best.Key, best => new BestDocument(best.Value.Value, best.Value.EpochNumber)),
        AtBest = run.AtBest,
        Last = run.Last,
        Metrics = run.Splits,
        TestSealed = run.Hidden.Own is not null,
        Evaluations = run.Evaluations,
        Progress = ProgressDocument.Of(run),
        TrainingSeconds = run.TrainingSeconds,
        FramesPerSecond = run.FramesPerSecond,
        PeakMemoryBytes = run.PeakMemory,
        Parameters = run.Parameters,
        Deaths = run.Deaths,
        Settings = run.Settings,
        // Paths on the server are shown only to users who can name files.
        Folder = context.User.MayLaunch() ? run.Folder : null,
        Links = Links(run, context),
    };

    /// <summary>The same as an answer, with the ETag of all that it says.</summary>
    public static IResult Answer(Run run, HttpContext context, MachineMonitor machine) => Tagged.Answer(Of(run, context, machine));

    /// <summary>The address of a run in the API.</summary>
    public static string Address(Run run, HttpContext context) => $"{context.Request.PathBase}{ApiProblem.Root}/runs/{Escaped(run)}";

    private static RunLinks Links(Run run, HttpContext context)
    {
        string self = Address(run, context);
        return new RunLinks(self, $"{context.Request.PathBase}/runs/{Escaped(run)}", $"{self}/epochs", $"{self}/artifacts",
            $"{self}/artifacts.zip", $"{self}/predictions",
            $"{context.Request.PathBase}{ApiProblem.Root}/events?run={Uri.EscapeDataString(run.Id)}");
    }

    private static string Escaped(Run run) => $"{Uri.EscapeDataString(run.Experiment)}/{Uri.EscapeDataString(run.Train)}";
}
