using System.Globalization;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.RunDetails;

/// <summary>Addresses of a run, relative to the application's root.</summary>
public static class RunAddress
{
    /// <summary>The run's page, on a tab.</summary>
    public static string Page(string id, string? tab = null) => $"runs/{Escape(id)}{(tab is null ? "" : $"?tab={tab}")}";

    /// <summary>The run's page with an exam of a split opened.</summary>
    public static string Exam(string id, string split, string exam) =>
        $"{Page(id, "predictions")}&split={Uri.EscapeDataString(split)}&exam={Uri.EscapeDataString(exam)}";

    /// <summary>The predictions of a split for exams of one class that were predicted as another.</summary>
    public static string Predictions(string id, string split, string label, string predicted) =>
        $"{Page(id, "predictions")}&split={Uri.EscapeDataString(split)}&true={Uri.EscapeDataString(label)}"
            + $"&predicted={Uri.EscapeDataString(predicted)}";

    /// <summary>The page of a study.</summary>
    public static string Study(string experiment, string study) => $"studies/{Escape($"{experiment}/{study}")}";

    /// <summary>The form with the run's settings.</summary>
    public static string Clone(string id) => $"new?clone={Uri.EscapeDataString(id)}";

    /// <summary>The form with the run's settings, half the batch size and the same number of exams per step.</summary>
    public static string CloneHalved(Run run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Clone(run.Id)}&batch_size={Math.Max(1, run.Settings.BatchSize / 2)}"
            + $"&accumulate_grad_batches={2 * run.Settings.AccumulateGradBatches}");

    /// <summary>The compare page of these runs.</summary>
    public static string Compare(IEnumerable<string> ids) => $"compare?runs={string.Join(',', ids.Select(Escape))}";

    /// <summary>The compare page of these variants of studies, by their addresses.</summary>
    public static string CompareVariants(IEnumerable<string> variants) =>
        $"compare/variants?{string.Join('&', variants.Select(variant => $"variant={Uri.EscapeDataString(variant)}"))}";

    /// <summary>A file of the run's folder, by its name in <see cref="RunArtifacts.List"/>.</summary>
    public static string Artifact(string id, string name) => $"api/runs/{Escape(id)}/artifacts/{Escape(name)}";

    /// <summary>All files of the run's folder.</summary>
    public static string Zip(string id) => $"api/runs/{Escape(id)}/artifacts.zip";

    /// <summary>The predictions as a table.</summary>
    public static string PredictionsCsv(string id) => $"api/runs/{Escape(id)}/predictions.csv";

    // Slashes between parts are kept.
    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
