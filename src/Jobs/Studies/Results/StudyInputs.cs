using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Jobs.Studies.Results;

/// <summary>What the dashboard reads of a study to compute something of it.</summary>
internal static class StudyInputs
{
    /// <summary>The finished runs that have predictions.</summary>
    public static PredictedFolder[] Finished(StudyRuns study) =>
    [
        .. study.Planned.Where(run => run.IsFinished).Select(Folder).Where(run => File.Exists(run.Folder.Predictions)),
    ];

    /// <summary>The folder of a finished run.</summary>
    public static PredictedFolder Folder(PlannedRun run) =>
        new(run.Plan.Variant, run.Plan.Fold, run.Plan.Seed, new RunFolder(run.Run!.Folder));

    /// <summary>How the folds of a study are read. A plan that somebody edited may name any file as its table of patients.</summary>
    /// <exception cref="InputException">The table lies outside the folders that data may be read from, or cannot be read.</exception>
    public static FoldOptions Options(RunSettings settings, DataRoots roots) =>
        new(SettingsRules.Resolve(settings).NumClasses!.Value, settings.ClassNames, Patients(settings.Patients, roots));

    /// <summary>How exams map to patients; null if that is unknown.</summary>
    /// <exception cref="InputException">The table lies outside the folders that data may be read from, or cannot be read.</exception>
    public static PatientMap? Patients(string? patients, DataRoots roots) => patients is null ? null
        : PatientMap.NamesFile(patients) ? PatientMap.Parse(roots.Require(patients))
        : PatientMap.ParseExpression(patients);

    /// <summary>Refuses a study of which two folders claim to be one run, or whose runs were not trained as it says.</summary>
    /// <exception cref="InputException">There are such folders.</exception>
    public static void RequirePlanned(StudyRuns study)
    {
        string[] doubled = [.. study.Doubled.Select(run => $"{string.Join(" and ", run.Found.Select(found => found.Id))}: are the same run "
            + $"of {study.Study.Name} ({run.Plan.Words}); keep one, and delete the others or move them to another experiment")];
        if (doubled.Length > 0) throw new InputException(doubled);
        string[] unlike = [.. study.Planned.Where(run => run.IsFinished).Select(run =>
            TrainedSettings.Problem(run.Plan, run.Run!.Settings) is { } problem ? $"{run.Run.Id}: {problem}" : null).OfType<string>()];
        if (unlike.Length > 0) throw new InputException(unlike);
    }
}
