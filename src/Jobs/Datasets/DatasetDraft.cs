using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Patients;
using Angioboard.Jobs.Datasets.Roots;

namespace Angioboard.Jobs.Datasets;

/// <summary>A data set as typed into a form.</summary>
public sealed partial record DatasetDraft
{
    private const int LongestPath = 4096, LongestClassNames = 10_000;

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Path of the split file on this machine.</summary>
    public string Split { get; init; } = "";

    /// <summary>Path of the folder that the split's frame paths are relative to.</summary>
    public string Datadir { get; init; } = "";

    /// <summary>Names of the classes, separated by commas.</summary>
    public string ClassNames { get; init; } = "";

    /// <summary>Half of the frame to use.</summary>
    public Modality Modality { get; init; } = Modality.FA;

    /// <summary>Height of the burnt-in strip at the bottom, pixels.</summary>
    public int Strip { get; init; } = 50;

    /// <summary>How exams map to patients; empty if unknown.</summary>
    public string Patients { get; init; } = "";

    /// <summary>Whether its test split is sealed when it is registered.</summary>
    public bool Sealed { get; init; }

    /// <summary>The file of patients, if <see cref="Patients"/> names one and is not an expression.</summary>
    public string? PatientsFile => Patients.Trim() is { Length: > 0 } text
        && (text.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || System.IO.Path.IsPathFullyQualified(text)) ? text : null;

    /// <summary>What is wrong with the fields, by field name; empty when the files themselves can be checked.</summary>
    /// <param name="taken">Whether another data set has a name.</param>
    public IReadOnlyDictionary<string, string> Problems(Func<string, bool> taken)
    {
        Dictionary<string, string> problems = [];
        if (!ValidName().IsMatch(Name))
            problems[nameof(Name)] = "Use 1 to 64 letters, digits, dots, dashes or underscores, a letter or digit first";
        else if (taken(Name)) problems[nameof(Name)] = "There is a dataset of this name; choose another";
        if (Path(Split) is { } split) problems[nameof(Split)] = split;
        if (Path(Datadir) is { } folder) problems[nameof(Datadir)] = folder;
        string[] names = Names();
        if (names.Length < 2) problems[nameof(ClassNames)] = "Name two classes or more, separated by commas, in the order of their labels";
        else if (ClassNames.Length > LongestClassNames) problems[nameof(ClassNames)] = $"At most {LongestClassNames} characters";
        else if (names.Any(name => name.Length == 0)) problems[nameof(ClassNames)] = "A name is empty; name every class";
        else if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            problems[nameof(ClassNames)] = "Two classes have the same name; give each its own";
        if (Strip is < 0 or > 100_000) problems[nameof(Strip)] = "From 0 to 100000 pixels";
        if (PatientsProblem() is { } patients) problems[nameof(Patients)] = patients;
        return problems;
    }

    /// <summary>The data set, with the real paths of its files; the fields must have no problems.</summary>
    /// <exception cref="InputException">A file is outside the folders that users of the browser may name.</exception>
    public Dataset ToDataset(DataRoots roots, string owner, DateTimeOffset registered) => new()
    {
        Name = Name,
        Split = roots.Require(Split.Trim()),
        Datadir = roots.Require(Datadir.Trim()),
        ClassNames = Names(),
        Modality = Modality,
        Strip = Strip,
        Patients = string.IsNullOrWhiteSpace(Patients) ? null : PatientsFile is { } table ? roots.Require(table) : Patients.Trim(),
        Owner = owner,
        Registered = registered,
    };

    /// <summary>The names of the classes, one each.</summary>
    public string[] Names() => string.IsNullOrWhiteSpace(ClassNames) ? [] : ClassNames.Split(',', StringSplitOptions.TrimEntries);

    private string? PatientsProblem()
    {
        if (string.IsNullOrWhiteSpace(Patients)) return null;
        if (Patients.Length > LongestPath) return $"At most {LongestPath} characters";
        if (PatientsFile is { } file) return Path(file);
        try
        {
            PatientMap.ParseExpression(Patients.Trim());
            return null;
        }
        catch (InputException e)
        {
            // The field shows the expression.
            string problem = e.Problems[0], prefix = $"patients: {Patients.Trim()}: ";
            if (problem.StartsWith(prefix, StringComparison.Ordinal)) problem = problem[prefix.Length..];
            return char.ToUpperInvariant(problem[0]) + problem[1..];
        }
    }

    private static string? Path(string text) =>
        string.IsNullOrWhiteSpace(text) ? "Give a path on this machine"
        : text.Contains('\0', StringComparison.Ordinal) || !System.IO.Path.IsPathFullyQualified(text.Trim())
            ? "Give the full path, from the root"
        : text.Length > LongestPath ? $"At most {LongestPath} characters"
        : null;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex ValidName();
}
