using Angioboard.Core;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison.Differences;

/// <summary>The patients of compared exams.</summary>
/// <param name="roots">The folders that data may be read from: settings of a run may name any file.</param>
/// <param name="datasets">The registered datasets.</param>
internal sealed class DifferencesPatients(DataRoots roots, DatasetStore datasets)
{
    /// <summary>The setting that says whose exam each is: of a run, or of the other dataset; null if nothing does.</summary>
    public string? Setting(DifferencesQuestion question) => question.Dataset is { } dataset
        ? datasets.All().FirstOrDefault(other => EvaluationNames.Folder(other.Name) == dataset)?.Patients
        : question.Runs.Select(run => run.Run.Settings.Patients).FirstOrDefault(patients => patients is not null);

    /// <summary>Each exam's patient, for exams that all runs predicted; null if patients are not known.</summary>
    /// <exception cref="InputException">
    /// A table of patients lies outside the folders that data may be read from, or cannot be read, or lacks an exam.
    /// </exception>
    public IReadOnlyDictionary<string, string>? Of(DifferencesQuestion question, CancellationToken cancellation)
    {
        if (Setting(question) is not { } setting) return null;
        HashSet<string> common = Names(question.Runs[0]);
        foreach (DifferencesRun run in question.Runs.Skip(1)) common.IntersectWith(Names(run));
        PatientMap map = PatientMap.NamesFile(setting) ? PatientMap.Parse(roots.Require(setting)) : PatientMap.ParseExpression(setting);
        return map.Assign([(question.NameInFile, common)], cancellation);

        static HashSet<string> Names(DifferencesRun run) => [.. run.Predicted.Exams.Select((ExamPrediction exam) => exam.Exam)];
    }
}
