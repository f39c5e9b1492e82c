using Angioboard.Core.Studies;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Jobs.Studies.Results;

/// <summary>Whether a study's figures are hidden because they are of a sealed test split.</summary>
public static class SealedStudies
{
    /// <summary>What pages and downloads say.</summary>
    public const string Words = "The test split is sealed, and the figures of this study are of its exams, so they are not shown.";

    /// <summary>What they say of a dataset that an ensemble has predicted.</summary>
    public const string OfDataset = "the test split is sealed, so what the ensemble predicts of it is not shown; reveal it for its runs, "
        + "on their pages";

    /// <summary>
    /// Whether they are. Folds by patient leave the dataset's test split out, so that they show nothing of it. Without folds, and on a
    /// learning curve, all runs have that split as their test; ready-made folds may.
    /// </summary>
    /// <param name="runs">The study with its runs.</param>
    /// <param name="seals">The seals.</param>
    public static bool AreHidden(StudyRuns runs, SealStore seals)
    {
        if (runs.Study.Plan is not { } plan || plan.Folds is PatientFolds) return false;
        if (runs.All.Any(run => run.Hidden.Own is not null)) return true;
        // A run of ready-made folds names the fold's file as its split, which no seal knows.
        return plan.Folds is not null && runs.All.Any(run => run.WholeSplit is null)
            && seals.Closed(null, plan.Settings.Split, runs.All.Select(run => run.Fingerprint).OfType<string>()) is not null;
    }
}
