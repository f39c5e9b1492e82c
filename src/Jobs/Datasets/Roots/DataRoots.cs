using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Datasets.Roots;

/// <summary>
/// The folders below which users of the browser may name files, and the only place that decides it. The process can read far more than
/// users may: its own database and keys, other users' files. Users are not even told whether a file outside these folders exists.
/// Thread-safe.
/// </summary>
public sealed class DataRoots
{
    /// <summary>The setting that names them.</summary>
    public const string Setting = "DataRoots";

    /// <summary>The default folder for studies, in the data folder.</summary>
    public const string Datasets = "datasets";

    // Their files come from the system and are not stored.
    private static readonly string[] Systems = ["/proc", "/sys", "/dev"];

    private readonly AngioboardOptions options;
    private readonly Rights rights;
    private readonly TimeProvider time;
    private readonly StoredValues<DataRoot> stored;
    private readonly string[] own;
    private readonly DataRoot[] configured;
    private readonly Lock changing = new();
    private IReadOnlyList<DataRoot> all;

    /// <summary>The roots from configuration and database.</summary>
    public DataRoots(AngioboardOptions options, Database database, Rights rights, TimeProvider time)
    {
        (this.options, this.rights, this.time) = (options, rights, time);
        stored = database.Collection<DataRoot>("data_roots");
        string data = RealPath.Of(Path.GetFullPath(options.DataFolder))!;
        own = [Path.Combine(data, PhantomOffer.Name), Path.Combine(data, Datasets)];
        configured =
        [
            .. (options.DataRoots ?? [own[1]]).Append(own[0]).Select(folder => RealPath.Of(Path.GetFullPath(folder))).OfType<string>()
                .Where(folder => Refusal(folder) is null).Distinct().Select(folder => new DataRoot(folder, null, null)),
        ];
        all = Read();
        database.OnReopened(() =>
        {
            lock (changing) Volatile.Write(ref all, Read());
        });
        if (options.DataRoots is null) MakeUsual(own[1]);
    }

    /// <summary>All roots: first the configured ones, then those that administrators allowed.</summary>
    public IReadOnlyList<DataRoot> All => Volatile.Read(ref all);

    /// <summary>Why the configured roots cannot be used, one line each.</summary>
    public static IEnumerable<string> Problems(AngioboardOptions options) =>
        from folder in options.DataRoots ?? []
        let problem = !Path.IsPathFullyQualified(folder) ? $"{folder}: give the full path of a folder"
            : RealPath.Of(folder) is not { } real ? $"{folder}: its symbolic links lead in a circle"
            : Refusal(real, options)
        where problem is not null
        select problem;

    /// <summary>
    /// The real path of something that a user of the browser names; null if that is outside all roots, whether it exists or not.
    /// </summary>
    public string? Find(string path) =>
        RealPath.Of(path) is { } real && !IsPrivate(real) && All.Any(root => RealPath.IsWithin(real, root.Path)) ? real : null;

    /// <summary>The same, or an error that says what to do.</summary>
    /// <exception cref="InputException">It is outside all roots.</exception>
    public string Require(string path) => Find(path) ?? throw new InputException($"{path}: {Outside}");

    /// <summary>The message for everything outside the roots. Viewers need not know which folders exist.</summary>
    public const string Outside = "is not below a folder that data may be read from; an administrator can allow its folder under Datasets";

    /// <summary>The folders that an administrator would have to allow for what a form names; none if they cannot be allowed.</summary>
    /// <param name="folder">The folder of the frames.</param>
    /// <param name="files">Files, which may be within it.</param>
    public IReadOnlyList<string> Lacking(string folder, params IEnumerable<string> files)
    {
        List<string> lacking = [];
        foreach ((string path, bool isFile) in files.Select(file => (file, true)).Prepend((folder, false)))
        {
            if (Find(path) is not null || RealPath.Of(path) is not { } real) continue;
            if ((isFile ? Path.GetDirectoryName(real) : real) is not { } needed || lacking.Any(known => RealPath.IsWithin(real, known)))
                continue;
            if (Refusal(needed) is not null) return [];
            lacking.Add(needed);
        }
        return lacking;
    }

    /// <summary>Allows a folder; only administrators may.</summary>
    /// <exception cref="InputException">It does not exist, or may not be a root.</exception>
    public void Add(Actor actor, string folder) =>
        rights.Do(actor, Roles.Administrator, AuditActions.DataRootAdd, folder, user => Add(folder, user.Name));

    /// <summary>Withdraws what an administrator allowed; datasets below it can no longer be used.</summary>
    public void Remove(Actor actor, string folder) =>
        rights.Do(actor, Roles.Administrator, AuditActions.DataRootRemove, folder, _ => Remove(folder));

    private void Add(string folder, string by)
    {
        string real = RealPath.Of(folder) ?? throw new InputException($"{folder}: give the full path of a folder");
        if (Refusal(real) is { } refusal) throw new InputException(refusal);
        if (!Directory.Exists(real)) throw new InputException($"{folder}: there is no such folder on this machine");
        lock (changing)
        {
            if (All.Any(root => root.Path == real)) return;
            stored.Put(real, new DataRoot(real, by, time.GetUtcNow()));
            Volatile.Write(ref all, Read());
        }
    }

    private void Remove(string folder)
    {
        lock (changing)
        {
            stored.Remove(folder);
            Volatile.Write(ref all, Read());
        }
    }

    private DataRoot[] Read() =>
        [.. configured, .. stored.All().Where(root => Refusal(root.Path) is null && configured.All(known => known.Path != root.Path))
            .OrderBy(root => root.Path, StringComparer.Ordinal)];

    // Somebody who looks for a place for a study finds one.
    private static void MakeUsual(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // Nothing is lost: a user who needs the folder can make it.
        }
    }

    private string? Refusal(string real) => Refusal(real, options);

    private static string? Refusal(string real, AngioboardOptions options)
    {
        (string data, string results) = Private(options);
        if (IsOwn(real, data)) return null;
        if (RealPath.IsWithin(data, real) || RealPath.IsWithin(results, real))
            return $"{real}: holds the dashboard's own files, its database and keys or its results; name a folder of studies beside them";
        if (RealPath.IsWithin(real, data) || RealPath.IsWithin(real, results))
            return $"{real}: is among the dashboard's own files; name a folder of studies elsewhere";
        return Systems.Any(system => RealPath.IsWithin(real, system)) ? $"{real}: belongs to the system; name a folder of studies" : null;
    }

    private bool IsPrivate(string real)
    {
        (string data, string results) = Private(options);
        return !IsOwn(real, data) && (RealPath.IsWithin(real, data) || RealPath.IsWithin(real, results));
    }

    private static bool IsOwn(string real, string data) =>
        RealPath.IsWithin(real, Path.Combine(data, PhantomOffer.Name)) || RealPath.IsWithin(real, Path.Combine(data, Datasets));

    private static (string Data, string Results) Private(AngioboardOptions options) => (Real(options.DataFolder), Real(options.Results));

    private static string Real(string folder) => RealPath.Of(Path.GetFullPath(folder)) ?? Path.GetFullPath(folder);
}
