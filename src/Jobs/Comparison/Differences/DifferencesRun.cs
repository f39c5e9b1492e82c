using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison.Differences;

/// <summary>A run whose predictions are compared.</summary>
/// <param name="Place">Its place among the runs of the page.</param>
/// <param name="Name">What the page calls it.</param>
/// <param name="Run">The run.</param>
/// <param name="Settings">What its settings are called; runs that differ only in the seed share it.</param>
/// <param name="Predicted">Its predictions for the split.</param>
public sealed record DifferencesRun(int Place, string Name, Run Run, string Settings, PredictedSplit Predicted)
{
    /// <summary>The file of these predictions.</summary>
    public string File => Predicted.Dataset is { } dataset
        ? new RunFolder(Path.Combine(new RunFolder(Run.Folder).Evaluations, dataset)).Predictions
        : new RunFolder(Run.Folder).Predictions;
}
