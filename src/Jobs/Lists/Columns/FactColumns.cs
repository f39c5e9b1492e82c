using System.Globalization;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>Columns for what is known of a run besides its settings and metrics.</summary>
internal static class FactColumns
{
    /// <summary>All of them, in the order of the column chooser.</summary>
    public static IReadOnlyList<RunColumn> All { get; } =
    [
        Text("name", "Name", "Its name, or its folder's if it has none", run => run.Title),
        Text("id", "Folder", "Experiment and Train_N", run => run.Id),
        Text("experiment", "Experiment", "The folder above Train_N", run => run.Experiment),
        Text("status", "Status", "Queued, running, finished …", Status) with { Number = run => (int)run.Status },
        Text("progress", "Progress", "Epochs trained of those asked for",
            run => string.Create(CultureInfo.InvariantCulture, $"{run.EpochsDone}/{run.Settings.Epochs}"))
            with { Number = run => (double)run.EpochsDone / run.Settings.Epochs },
        Text("dataset", "Dataset", "The registered dataset", run => run.Dataset),
        Text("owner", "Owner", "Who launched it", run => run.Owner),
        Text("tags", "Tags", "Words that somebody gave it", run => run.Tags.Count == 0 ? null : string.Join(", ", run.Tags)),
        Text("note", "Note", "What somebody wrote of it", run => run.Note.Length == 0 ? null : run.Note),
        Text("launch", "Launch", "What runs launched together share", run => run.Launch),
        Text("study", "Study", "The study that it is a run of", run => run.Study?.Study),
        Text("variant", "Variant", "The variant of the study", run => run.Study?.Variant),
        Number("fold", "Fold", "The fold of the study, from 0", ColumnFormat.Exact, run => run.Study?.Fold),
        Text("ran_on", "Ran on", "The device it runs or ran on", run => run.Device),
        Text("reason", "Reason", "Why it failed, diverged or waits", run => run.Reason),
        Number("created", "Created", "When it was launched", ColumnFormat.Time, run => run.Created.UtcTicks),
        Number("started", "Started", "When its training began", ColumnFormat.Time, run => run.Started?.UtcTicks),
        Number("ended", "Ended", "When it ended", ColumnFormat.Time, run => run.Ended?.UtcTicks),
        Number("deleted", "Deleted", "When it was moved to the trash", ColumnFormat.Time, run => run.Trashed?.UtcTicks),
        Number("duration", "Duration", "From start to end, or so far", ColumnFormat.Duration, Duration),
        Number("training_seconds", "Training time", "Time spent in training, validation left out", ColumnFormat.Duration,
            run => run.TrainingSeconds),
        Number("frames_per_second", "Frames/s", "Mean speed of training", ColumnFormat.Measured, run => run.FramesPerSecond),
        Number("peak_memory", "Peak memory", "Most memory that its trainer held", ColumnFormat.Size, run => run.PeakMemory),
        Number("parameters", "Parameters", "Parameters of the model", ColumnFormat.Exact, run => run.Parameters),
        Number("epochs_done", "Epochs done", "Epochs trained", ColumnFormat.Exact, run => run.EpochsDone),
        Number("best_epoch", "Best epoch", "The epoch whose weights are evaluated", ColumnFormat.Exact, run => run.BestEpochNumber),
        Number("deaths", "Deaths", "How often its trainer died and was started again", ColumnFormat.Exact, run => run.Deaths),
    ];

    private static string Status(Run run) => run.Missing ? "folder missing" : run.Status.ToString().ToLowerInvariant();

    private static double? Duration(Run run) =>
        (run.Ended ?? run.Progress?.Seen) - run.Started is { } time && time >= TimeSpan.Zero ? time.TotalSeconds : null;

    private static RunColumn Text(string key, string title, string description, Func<Run, string?> text) =>
        new() { Key = key, Title = title, Description = description, Kind = ColumnKind.Fact, Text = text };

    private static RunColumn Number(string key, string title, string description, ColumnFormat format, Func<Run, double?> number) =>
        new() { Key = key, Title = title, Description = description, Kind = ColumnKind.Fact, Format = format, Number = number };
}
