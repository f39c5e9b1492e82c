using Angioboard.Core;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Comparing;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;
using Angioboard.Jobs.Troubles;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Studies.Comparing;

/// <summary>
/// Compares variants of studies for pages: one comparison at a time, as each uses all cores. Patients are drawn only once for the same
/// predictions, as figures are kept in the data folder.
/// </summary>
public sealed class VariantReports : IDisposable
{
    private const string Test = "test";

    private readonly KeptResults<StudyResults> kept;
    private readonly DataRoots roots;
    private readonly RunStore runs;

    /// <summary>Reads and keeps figures in the data folder.</summary>
    public VariantReports(AngioboardOptions options, DataRoots roots, RunStore runs, ILogger<VariantReports> logger)
    {
        (this.roots, this.runs) = (roots, runs);
        kept = new KeptResults<StudyResults>(options.DataFolder, "variant-comparisons", "Keeping comparisons of variants",
            StudyResultsFile.Read, StudyResultsFile.Write, logger);
    }

    /// <inheritdoc/>
    public void Dispose() => kept.Dispose();

    /// <summary>Checks the studies' files, reads the predictions of the variants' finished runs, and compares.</summary>
    /// <param name="chosen">The variants.</param>
    /// <param name="options">The metric and the reference, by the variant's name here.</param>
    /// <param name="progress">Receives the progress, on any thread.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">
    /// They are hidden by a seal; a study, its folds or predictions cannot be used; or the studies do not fit together. Lines name paths of
    /// this machine.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<VariantsReport> CompareAsync(ChosenVariants chosen, ComparedVariantsOptions options,
        IProgress<StageProgress>? progress = null, CancellationToken cancellation = default) =>
        Task.Run(() => CompareNowAsync(chosen, options, progress, cancellation), cancellation);

    private async Task<VariantsReport> CompareNowAsync(ChosenVariants chosen, ComparedVariantsOptions options,
        IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        (StudyRuns Study, CheckedStudy Checked)[] studies = [.. chosen.Studies.Select(study => (study, Check(study, chosen)))];
        string[] stamps = [.. studies.SelectMany(study => study.Checked.Stamps())];
        Dictionary<StudyRuns, StudyPredictions> read = [];
        foreach ((StudyRuns study, CheckedStudy of) in studies) read[study] = of.Read(cancellation);
        ComparedVariant[] variants = [.. chosen.Variants.Select(variant =>
            new ComparedVariant(variant.Name, variant.Address.StudyId, read[variant.Study], variant.Address.Variant))];
        StudyPredictions joined = VariantComparison.Join(variants, options);
        string key = Key(joined, [.. chosen.Variants.Select(variant => $"{variant.Address}"), .. stamps]);
        StudyResults results =
            await kept.FindOrComputeAsync(key, () => StudyResults.Compute(joined, progress, cancellation), cancellation);
        return new VariantsReport(results, ReferenceVariant.Of(variants, options.Reference, results.Metric),
            ComparedExam.Of([.. VariantComparison.Exams(joined).Select(exams => (joined.Classes, exams))]),
            [.. chosen.Variants.Select(variant => RunsOf(variant, read[variant.Study],
                studies.First(study => study.Study == variant.Study).Checked.Finished))]);
    }

    private CheckedStudy Check(StudyRuns study, ChosenVariants chosen)
    {
        HashSet<string> wanted =
            [.. chosen.Variants.Where(variant => variant.Study == study).Select(variant => variant.Address.Variant)];
        return CheckedStudy.Of(study, runs.Seals, roots, run => wanted.Contains(ChosenVariant.NameOf(study.Study.Plan!, run)))
            ?? throw new InputException($"{study.Study.Id}: no run of {string.Join("; ", wanted)} has predictions yet; wait for the first");
    }

    private static Dictionary<string, string> RunsOf(ChosenVariant variant, StudyPredictions read, IReadOnlyList<PlannedRun> finished)
    {
        Dictionary<string, string> found = [];
        foreach ((PredictedRun run, PlannedRun planned) in read.Runs.Zip(finished))
        {
            if (run.Variant != variant.Address.Variant) continue;
            foreach (ExamPrediction exam in run.Predictions.First(split => split.Split == Test).Exams)
                found.TryAdd(exam.Exam, planned.Run!.Id);
        }
        return found;
    }

    // All that the figures depend on, with the names that stand in them.
    private static string Key(StudyPredictions joined, IReadOnlyList<string> parts) => KeptResults<StudyResults>.Key(
    [
        $"{typeof(VariantReports).Assembly.ManifestModule.ModuleVersionId}", joined.Metric, joined.Baseline!,
        FormattableString.Invariant($"{joined.Resamples}"), .. joined.Variants, .. parts,
    ]);
}
