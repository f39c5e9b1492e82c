using Angioboard.Core.Data.Folds;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Papers.Study;

namespace Angioboard.Jobs.Papers.CrossValidation;

/// <summary>All that the paper kit of a study reports.</summary>
/// <param name="Study">The study.</param>
/// <param name="Reported">Its results, with the curves of some variants.</param>
/// <param name="Folds">Its folds; empty for a study without any.</param>
/// <param name="Model">A finished run, which the methods describe: of the baseline, or else the first.</param>
internal sealed record PaperCrossValidation(StudyDirectory Study, ReportedStudy Reported, IReadOnlyList<Fold> Folds, TrainedRun Model)
{
    /// <summary>What it plans.</summary>
    public StudyPlan Plan => Study.Plan;

    /// <summary>What it found.</summary>
    public StudyResults Results => Reported.Results;

    /// <summary>Whether the folds are sizes of a learning curve.</summary>
    public bool IsCurve => Plan.Folds is CurveFolds;

    /// <summary>Whether each exam is tested by the runs of one fold.</summary>
    public bool IsCrossValidated => Plan.Folds is PatientFolds or FileFolds;
}
