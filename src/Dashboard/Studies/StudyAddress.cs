using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Studies;
using Angioboard.Dashboard.RunDetails;
using Angioboard.Jobs.Papers.CrossValidation;
using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Dashboard.Studies;

/// <summary>Addresses of a study, relative to the application's root.</summary>
internal static class StudyAddress
{
    /// <summary>The files that can be downloaded.</summary>
    public const string Results = StudyResultsFile.Name, Plan = StudyPlanFile.Name, Csv = "results.csv", Latex = "results.tex",
        Pdf = CrossvalPdf.Name;

    /// <summary>The study's page.</summary>
    public static string Page(FoundStudy study) => RunAddress.Study(study.Experiment, study.Name);

    /// <summary>The page with a variant's confusion matrix.</summary>
    public static string Variant(FoundStudy study, string variant) =>
        $"{Page(study)}?variant={Uri.EscapeDataString(variant)}#study-confusion";

    /// <summary>A file of the study.</summary>
    public static string File(FoundStudy study, string name) => $"{Page(study)}/{name}";
}
