using Angioboard.Dashboard.RunDetails;
using Angioboard.Jobs.Comparison;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Angioboard.Dashboard.Compare.Variants;

/// <summary>The state of the page of compared variants, as its address holds it.</summary>
public sealed record VariantsView
{
    private const string Page = "compare/variants";

    /// <summary>The variants' addresses.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>The metric that decides; null for that of the first variant's study.</summary>
    public string? Metric { get; init; }

    /// <summary>The address of the variant that others are compared with; null for the baseline, or else the best on validation.</summary>
    public string? Reference { get; init; }

    /// <summary>The address of the variant that is compared with it exam by exam; null for the first other one.</summary>
    public string? Decided { get; init; }

    /// <summary>Which exams are listed.</summary>
    public ExamFilter Exams { get; init; }

    /// <summary>The exam whose frames are shown; null for none.</summary>
    public string? Exam { get; init; }

    /// <summary>Whether settings that are the same in all variants are shown.</summary>
    public bool Equal { get; init; }

    /// <summary>Reads an address; unreadable values take their defaults.</summary>
    public static VariantsView Read(string address)
    {
        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(new Uri(address).Query);
        return new VariantsView
        {
            Variants = query.TryGetValue("variant", out StringValues variants)
                ? [.. variants.OfType<string>().Where(variant => variant.Length > 0).Distinct()]
                : [],
            Metric = One("metric"),
            Reference = One("vs"),
            Decided = One("vs-variant"),
            Exams = One("exams") is { } text && !char.IsAsciiDigit(text[0]) && Enum.TryParse(text, ignoreCase: true, out ExamFilter filter)
                ? filter
                : default,
            Exam = One("exam"),
            Equal = One("equal") == "shown",
        };

        string? One(string name) =>
            query.TryGetValue(name, out StringValues values) && !StringValues.IsNullOrEmpty(values) ? values[0] : null;
    }

    /// <summary>The address of the page, relative to the application's root; defaults are left out.</summary>
    public string Address()
    {
        List<string> parts = [];
        if (Metric is { } metric) parts.Add($"metric={Uri.EscapeDataString(metric)}");
        if (Reference is { } reference) parts.Add($"vs={Uri.EscapeDataString(reference)}");
        if (Decided is { } decided) parts.Add($"vs-variant={Uri.EscapeDataString(decided)}");
        if (Exams != default) parts.Add($"exams={$"{Exams}".ToLowerInvariant()}");
        if (Exam is { } exam) parts.Add($"exam={Uri.EscapeDataString(exam)}");
        if (Equal) parts.Add("equal=shown");
        string page = Variants.Count == 0 ? $"{Page}?" : $"{RunAddress.CompareVariants(Variants)}&";
        return $"{page}{string.Join('&', parts)}".TrimEnd('?', '&');
    }

    /// <summary>The address of what the page shows, as a file.</summary>
    public string File(string format) => new VariantsView { Variants = Variants, Metric = Metric, Reference = Reference }
        .Address().Replace(Page, $"variants.{format}", StringComparison.Ordinal);
}
