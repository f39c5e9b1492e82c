using Angioboard.Core;
using Angioboard.Core.Data.Patients;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Datasets.Roots;

/// <summary>
/// Checks the files that a data set names: first their place, then whether they exist. May take as long as the disk takes.
/// </summary>
public sealed class DatasetFiles(DataRoots roots, UserStore users)
{
    private const int NamedAdministrators = 5;

    private readonly Lock reading = new();

    // The file that was read last: a form asks again for each change of its fields.
    private ((string, long, DateTime) Stamp, SplitGlance? Glance)? glanced;

    /// <summary>Whom to ask, for users who may not allow folders.</summary>
    public string WhomToAsk
    {
        get
        {
            string[] names =
                [.. users.All().Where(user => user is { Role: Roles.Administrator, Disabled: false }).Select(user => user.Name)];
            return names.Length == 0
                ? "an administrator"
                : $"an administrator ({string.Join(", ", names.Take(NamedAdministrators))}"
                + $"{(names.Length > NamedAdministrators ? " …" : "")})";
        }
    }

    /// <summary>What is wrong with the files of a form, by field name.</summary>
    /// <param name="draft">The form.</param>
    /// <param name="administrator">Whether the user may allow folders.</param>
    public IReadOnlyDictionary<string, string> Problems(DatasetDraft draft, bool administrator)
    {
        Dictionary<string, string> problems = [];
        string remedy = !administrator ? $"ask {WhomToAsk} to allow it"
            : Lacking(draft).Count > 0 ? "allow it by the button below"
            : "data is never read from there; choose another folder";
        Look(nameof(draft.Split), draft.Split, File.Exists, "There is no such file on this machine");
        Look(nameof(draft.Datadir), draft.Datadir, Directory.Exists, "There is no such folder on this machine");
        if (draft.PatientsFile is { } table) Look(nameof(draft.Patients), table, File.Exists, "There is no such file on this machine");
        if (!problems.ContainsKey(nameof(draft.Split)) && Glance(draft)?.MissingNames(draft.Names().Length) is { } missing)
            problems[nameof(draft.ClassNames)] = missing;
        if (problems.Count == 0 && draft.PatientsFile is { } patients && Unreadable(roots.Require(patients)) is { } problem)
            problems[nameof(draft.Patients)] = problem;
        return problems;

        void Look(string field, string text, Func<string, bool> exists, string missing)
        {
            if (!Path.IsPathFullyQualified(text.Trim())) return; // The field's own problem.
            if (roots.Find(text.Trim()) is not { } real) problems[field] = $"Not below a folder that data may be read from; {remedy}";
            else if (!exists(real))
                problems[field] = NearPath.Find(text.Trim(), roots, field == nameof(draft.Datadir)) is { } near
                    ? $"{missing}; did you mean {near}?"
                    : missing;
        }
    }

    /// <summary>A first look at the form's split file; null if it cannot be read.</summary>
    public SplitGlance? Glance(DatasetDraft draft)
    {
        string named = draft.Split.Trim();
        if (!Path.IsPathFullyQualified(named) || roots.Find(named) is not { } split || !File.Exists(split)) return null;
        FileInfo file = new(split);
        (string, long, DateTime) stamp = (split, file.Length, file.LastWriteTimeUtc);
        lock (reading)
        {
            if (glanced is { } known && known.Stamp == stamp) return known.Glance;
            SplitGlance? glance = SplitGlance.Read(split);
            glanced = (stamp, glance);
            return glance;
        }
    }

    /// <summary>The folders that an administrator can allow for a form with one click.</summary>
    public IReadOnlyList<string> Lacking(DatasetDraft draft) =>
        Path.IsPathFullyQualified(draft.Datadir.Trim()) && Path.IsPathFullyQualified(draft.Split.Trim())
            ? roots.Lacking(draft.Datadir.Trim(),
                [draft.Split.Trim(), .. draft.PatientsFile is { } table ? [table] : Array.Empty<string>()])
            : [];

    private string? Unreadable(string table)
    {
        try
        {
            // One at a time: reading a large file takes several times its size in memory.
            lock (reading) PatientMap.Parse(table);
            return null;
        }
        catch (InputException e)
        {
            return e.Problems[0];
        }
    }
}
