using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.RunDetails;

/// <summary>A run's changes since the page's last update.</summary>
/// <param name="Before">The run before.</param>
/// <param name="Now">The run now; null if it is gone.</param>
/// <param name="Epochs">Epochs that ended, in order.</param>
/// <param name="Samples">Samples of the trainer's resource use.</param>
public sealed record RunUpdate(Run? Before, Run? Now, IReadOnlyList<EpochRecord> Epochs, IReadOnlyList<SystemSample> Samples)
{
    /// <summary>Whether more than progress and epochs changed: the status, results, name, tags or note.</summary>
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
