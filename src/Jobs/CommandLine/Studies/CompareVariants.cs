using Angioboard.Core;
using Angioboard.Core.Data.Names;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Comparing;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Papers.CrossValidation;
using Angioboard.Jobs.Studies.Comparing;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>`compare` of variants of studies, from the predictions of their finished runs.</summary>
internal static class CompareVariants
{
    private const string Title = "comparison";

    /// <summary>Compares, and prints or writes the result.</summary>
    /// <param name="arguments">The variants.</param>
    /// <param name="options">The metric, the reference as the user names it, and the number of resamples.</param>
    /// <param name="open">Why sealed test splits are opened; null for not.</param>
    /// <param name="format">A format of <see cref="ResultOptions"/>; null for tables.</param>
    /// <param name="file">The file for the result; null for standard output.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">The variants cannot be compared, or their files cannot be read.</exception>
    public static async Task ShowAsync(IReadOnlyList<VariantArgument> arguments, ComparedVariantsOptions options, string? open,
        string? format, string? file, CancellationToken cancellation)
    {
        (VariantArgument Argument, ComparedVariant Variant)[] variants = Read(arguments, open, cancellation);
        string? reference = options.Reference is { } wanted && variants.All(variant => variant.Variant.Name != wanted)
            && variants.FirstOrDefault(variant => variant.Argument is { Variant: not null, Text: var text } && text == wanted).Variant
                is { } named ? named.Name : options.Reference;
        ComparedVariant[] compared = [.. variants.Select(variant => variant.Variant)];
        StudyPredictions joined = VariantComparison.Join(compared, options with { Reference = reference });
        StudyResults results;
        await using (Screen screen = new(TimeProvider.System)) results = StudyResults.Compute(joined, screen, cancellation);
        if (file is not null) AtomicFile.WriteText(file, Text(results, format!));
        if (file is null && format is not null)
        {
            Console.Write(Text(results, format));
            return;
        }
        Show(results, compared, ReferenceVariant.Of(compared, reference, results.Metric));
        if (file is not null) Console.WriteLine(file);
    }

    private static (VariantArgument, ComparedVariant)[] Read(
        IReadOnlyList<VariantArgument> arguments, string? open, CancellationToken cancellation)
    {
        Dictionary<string, StudyDirectory> studies = [];
        foreach (VariantArgument argument in arguments.DistinctBy(argument => PathOf(argument)))
            studies[PathOf(argument)] = StudyDirectory.Open(argument.Study);
        (VariantArgument Argument, StudyDirectory Study, string Variant)[] chosen = [.. arguments.SelectMany(argument =>
            VariantsOf(studies[PathOf(argument)].Plan, argument).Select(variant => (argument, studies[PathOf(argument)], variant)))];
        Dictionary<StudyDirectory, StudyPredictions> read = [];
        foreach (StudyDirectory study in studies.Values)
        {
            HashSet<string> wanted = [.. chosen.Where(one => one.Study == study).Select(one => one.Variant)];
            StudyCell[] cells = [.. study.Cells().Where(cell => wanted.Contains(NameOf(study.Plan, cell.Run)))];
            SealedTest.Require(cells.Select(cell => cell.Folder).OfType<RunFolder>(), open);
            read[study] = ReportStudy.Read(study, cells, cancellation);
        }
        return [.. chosen.Select(one => (one.Argument, new ComparedVariant(
            one.Argument.Name ?? NameOf(one.Study, one.Variant, [.. studies.Values]), one.Study.Path, read[one.Study], one.Variant)))];
    }

    private static string PathOf(VariantArgument argument) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(argument.Study));

    private static string[] VariantsOf(StudyPlan plan, VariantArgument argument)
    {
        string[] all = plan.Folds is CurveFolds curve
            ? [.. Enumerable.Range(0, curve.Count).Select(curve.NameOf)]
            : [.. plan.Variants.Select(variant => variant.Name)];
        if (argument.Variant is not { } wanted) return all;
        if (all.Contains(wanted)) return [wanted];
        string near = EditDistance.Nearest(wanted, all) is { } meant ? $"did you mean {meant}?" : $"it has: {string.Join("; ", all)}";
        throw new InputException($"{argument.Text}: the study {argument.Study} has no variant {wanted}; {near}");
    }

    // In a learning curve the sizes are compared.
    private static string NameOf(StudyPlan plan, StudyRun run) =>
        plan.Folds is CurveFolds curve ? curve.NameOf(run.Fold!.Value) : run.Variant;

    // As short as tells variants apart.
    private static string NameOf(StudyDirectory study, string variant, StudyDirectory[] all) =>
        all.Length == 1 ? variant
        : all.Count(other => other.Name == study.Name) == 1 ? $"{study.Name}:{variant}"
        : $"{ReportStudy.NameOf(study)}:{variant}";

    private static string Text(StudyResults results, string format) => format switch
    {
        ResultOptions.Json => StudyResultsFile.Text(results) + "\n",
        ResultOptions.Latex => StudyLatex.Text(Title, results),
        _ => StudyCsv.Text(results),
    };

    private static void Show(StudyResults results, ComparedVariant[] variants, ReferenceVariant reference)
    {
        Console.WriteLine(results.Title);
        foreach (ComparedVariant variant in variants.DistinctBy(variant => variant.StudyName)) Console.WriteLine(variant.StudyName);
        Console.WriteLine();
        if (VariantSentences.Reference(results) is { } found) Console.WriteLine(found);
        if (reference.Why is { } why) Console.WriteLine($"The reference is {ComparisonSentence.Name(reference.Name)}, {why}");
        VariantTables tables = new(results);
        tables.ShowVariants();
        tables.ShowSpread();
        tables.ShowDifferences();
        Console.WriteLine(
            $"95 % intervals by {results.Resamples} resamples of {results.Unit}, the same for every variant, for these models");
        foreach (string note in results.Notes) Console.WriteLine(note);
    }
}
