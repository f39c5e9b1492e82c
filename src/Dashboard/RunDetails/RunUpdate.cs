using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.RunDetails;

/// <summary>What happened to the run of a page since the page last looked.</summary>
/// <param name="Before">The run as it was.</param>
/// <param name="Now">The run as it is; null when it is gone.</param>
/// <param name="Epochs">Epochs that ended, in the order in which they did.</param>
/// <param name="Samples">Samples of what the trainer uses.</param>
public sealed record RunUpdate(Run? Before, Run? Now, IReadOnlyList<EpochRecord> Epochs, IReadOnlyList<SystemSample> Samples)
{
    /// <summary>Whether more than progress and epochs changed: the status, results, or what people say of it.</summary>
    public bool IsMoreThanProgress => Before is null || Now is null || Before != Now with
    {
        Progress = Before.Progress,
        EpochsDone = Before.EpochsDone,
        Last = Before.Last,
        Best = Before.Best,
        BestEpoch = Before.BestEpoch,
        AtBest = Before.AtBest,
        Sparkline = Before.Sparkline,
        LogPosition = Before.LogPosition,
    };
}
