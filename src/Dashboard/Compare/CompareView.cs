using System.Globalization;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Reading;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Angioboard.Dashboard.Compare;

/// <summary>The state of the page, as its address holds it.</summary>
public sealed record CompareView
{
    /// <summary>The choices for smoothing: the weight of earlier values in the moving average.</summary>
    public static IReadOnlyList<double> Smoothings { get; } = [0, 0.5, 0.8, 0.95];

    /// <summary>The runs' ids.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>The split of metrics, matrices and exams; null for the test split or else the first one.</summary>
    public string? Split { get; init; }

    /// <summary>The validation metric that ranks settings; null for the one that selected most runs' epochs.</summary>
    public string? Metric { get; init; }

    /// <summary>The curves' x axis.</summary>
    public CurveAxis Axis { get; init; }

    /// <summary>One of <see cref="Smoothings"/>.</summary>
    public double Smoothing { get; init; }

    /// <summary>A logarithmic axis for losses.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Whether runs that differ only in the seed share a curve.</summary>
    public bool Grouped { get; init; }

    /// <summary>The meaning of such a curve's band.</summary>
    public BandKind Band { get; init; }

    /// <summary>The split of differences; null for the test split or else the first one.</summary>
    public string? DifferenceSplit { get; init; }

    /// <summary>The metric that decides about differences; null for the macro area under ROC curves.</summary>
    public string? DifferenceMetric { get; init; }

    /// <summary>The id of the run that others are compared with; null for the baseline, or else the best on validation.</summary>
    public string? Reference { get; init; }

    /// <summary>The id of the run that is compared with it exam by exam; null for the first other one.</summary>
    public string? Decided { get; init; }

    /// <summary>Which exams are listed.</summary>
    public ExamFilter Exams { get; init; }

    /// <summary>The exam whose frames are shown; null for none.</summary>
    public string? Exam { get; init; }

    /// <summary>Whether settings that are the same in all runs are shown; null for the browser's last choice.</summary>
    public bool? Equal { get; init; }

    /// <summary>Reads an address; unreadable values take their defaults.</summary>
    public static CompareView Read(string address)
    {
        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(new Uri(address).Query);
        double smoothing = double.TryParse(One("smooth"), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : 0;
        return new CompareView
        {
            Runs = query.TryGetValue("runs", out StringValues runs)
                ? [.. runs.SelectMany(list =>
                    (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct()]
                : [],
            Split = One("split"),
            Metric = One("metric"),
            Axis = Named<CurveAxis>("x"),
            Smoothing = Smoothings.Contains(smoothing) ? smoothing : 0,
            Logarithmic = One("log") == "on",
            Grouped = One("group") == "seeds",
            Band = Named<BandKind>("band"),
            DifferenceSplit = One("vs-split"),
            DifferenceMetric = One("vs-metric"),
            Reference = One("vs"),
            Decided = One("vs-run"),
            Exams = Named<ExamFilter>("exams"),
            Exam = One("exam"),
            Equal = One("equal") switch { "shown" => true, "hidden" => false, _ => null },
        };

        string? One(string name) =>
            query.TryGetValue(name, out StringValues values) && !StringValues.IsNullOrEmpty(values) ? values[0] : null;

        T Named<T>(string name) where T : struct, Enum =>
            One(name) is { } text && !char.IsAsciiDigit(text[0]) && Enum.TryParse(text, ignoreCase: true, out T parsed) ? parsed : default;
    }

    /// <summary>The address of the page, relative to the application's root; defaults are left out.</summary>
    public string Address()
    {
        CompareView usual = new();
        List<string> parts = [];
        if (Runs.Count > 0) parts.Add($"runs={string.Join(',', Runs.Select(Escape))}");
        if (Split is { } split) parts.Add($"split={Escape(split)}");
        if (Metric is { } metric) parts.Add($"metric={Escape(metric)}");
        if (Axis != usual.Axis) parts.Add($"x={Lower(Axis)}");
        if (Smoothing != 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"smooth={Smoothing}"));
        if (Logarithmic) parts.Add("log=on");
        if (Grouped) parts.Add("group=seeds");
        if (Band != usual.Band) parts.Add($"band={Lower(Band)}");
        if (DifferenceSplit is { } differing) parts.Add($"vs-split={Escape(differing)}");
        if (DifferenceMetric is { } deciding) parts.Add($"vs-metric={Escape(deciding)}");
        if (Reference is { } reference) parts.Add($"vs={Escape(reference)}");
        if (Decided is { } decided) parts.Add($"vs-run={Escape(decided)}");
        if (Exams != usual.Exams) parts.Add($"exams={Lower(Exams)}");
        if (Exam is { } exam) parts.Add($"exam={Escape(exam)}");
        if (Equal is { } equal) parts.Add(equal ? "equal=shown" : "equal=hidden");
        return parts.Count == 0 ? "compare" : $"compare?{string.Join('&', parts)}";
    }

    private static string Lower<T>(T value) where T : struct, Enum => $"{value}".ToLowerInvariant();

    private static string Escape(string text) =>
        Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
}
