using System.Security.Cryptography;
using Angioboard.Core;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Comparison.Differences;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Datasets.Hygiene;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Papers.Kits;

/// <summary>
/// Writes paper kits for pages, one at a time, in a process of its own. Each waits in the data folder until whoever asked for it has
/// fetched it, which is possible once and within an hour.
/// </summary>
public sealed class PaperKits : IDisposable
{
    /// <summary>The folder's name in the data folder.</summary>
    public const string FolderName = "paper-kits";

    private const int MostWaiting = 8;
    private static readonly TimeSpan kept = TimeSpan.FromHours(1);

    private readonly QueueSetup setup;
    private readonly string dataFolder;
    private readonly RunStore runs;
    private readonly DataRoots roots;
    private readonly HygieneStore hygiene;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock gate = new();
    private readonly Dictionary<string, (string User, PaperKitOrder Order, long Made)> ready = [];
    private int waiting;

    internal PaperKits(
        QueueSetup setup, AngioboardOptions options, RunStore runs, DataRoots roots, HygieneStore hygiene, TimeProvider time)
    {
        (this.setup, this.runs, this.roots, this.hygiene, this.time) = (setup, runs, roots, hygiene, time);
        dataFolder = Path.GetFullPath(options.DataFolder);
        // What an earlier server left, nobody can fetch any more.
        Remove("*");
    }

    private string Folder => Path.Combine(dataFolder, FolderName);

    /// <summary>Writes a kit.</summary>
    /// <param name="order">The runs.</param>
    /// <param name="user">Who may fetch it.</param>
    /// <param name="progress">Receives the progress, on any thread.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The ticket to fetch it with.</returns>
    /// <exception cref="InputException">Too many are waiting, a run is gone, or the kit cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing is left.</exception>
    public async Task<string> MakeAsync(PaperKitOrder order, string user, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        string[] arguments = Arguments(order);
        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            throw new InputException("Many paper kits are being written; try again in a few minutes");
        }
        string ticket = RandomNumberGenerator.GetHexString(32, lowercase: true);
        bool taken = false, made = false;
        try
        {
            await turn.WaitAsync(cancellation);
            taken = true;
            RemoveOld();
            // A data folder may be shared with a group; a kit is its user's alone.
            string closed = DataFolder.Make(dataFolder, FolderName);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await ToolProcess.RunAsync(setup, ["report", "--zip", $"--output={PathOf(ticket)}", .. arguments],
                "The paper kit could not be written; try `angioboard report`", progress, cancellation);
            lock (gate) ready.Add(ticket, (user, order, time.GetTimestamp()));
            made = true;
            return ticket;
        }
        finally
        {
            if (!made) Remove($"{ticket}*");
            if (taken) turn.Release();
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>Opens a kit, which is removed once it is closed; null if there is none of this ticket for this user.</summary>
    /// <exception cref="InputException">Its split was sealed after it was written; the kit is removed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public PaperKit? Take(string ticket, string user)
    {
        (string User, PaperKitOrder Order, long Made) kit;
        lock (gate)
        {
            if (!ready.TryGetValue(ticket, out kit) || kit.User != user) return null;
            ready.Remove(ticket);
        }
        if (time.GetElapsedTime(kit.Made) > kept)
        {
            Remove($"{ticket}*");
            return null;
        }
        if (kit.Order.Runs.Select(runs.Find).FirstOrDefault(run => run is not null && IsSealed(run, kit.Order.Split)) is { } closed)
        {
            Remove($"{ticket}*");
            throw new InputException($"{closed.Title}: its {kit.Order.Split} split was sealed after this paper kit was written; reveal its "
                + "test figures first, and write the kit again");
        }
        FileStream content = new(PathOf(ticket), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.DeleteOnClose);
        return new PaperKit(content, string.Join(',', kit.Order.Runs));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        turn.Dispose();
        Remove("*");
    }

    private string PathOf(string ticket) => Path.Combine(Folder, $"{ticket}.zip");

    private string[] Arguments(PaperKitOrder order)
    {
        ComparedRuns compared = ComparedRuns.Of(order.Runs, runs.Find, runs.All);
        if (compared.Unknown.Count > 0) throw new InputException($"There is no run {compared.Unknown[0]}");
        if (compared.Runs.Count == 0 || compared.LeftOut.Count > 0)
            throw new InputException($"A paper kit is of 1 to {ComparedRuns.Most} runs; {order.Runs.Count} are selected");
        foreach (Run run in compared.Runs) Require(run, order.Split);
        int reference = ReferenceRun.Of(compared.Runs, order.Reference).Place;
        int detailed = InDetail(compared.Runs, order.Reference);
        int[] rest = [.. Enumerable.Range(0, compared.Runs.Count).Where(run => run != detailed)];
        string[] named = [.. rest.Prepend(detailed)
            .Select(run => $"{Word(compared.Names[run])}={compared.Runs[run].Folder}")];
        string[] against = rest.Length == 0 ? [] : [$"--reference={Word(compared.Names[reference])}"];
        string[] check = hygiene.FileOf(compared.Runs[detailed]) is { } file ? [$"--check={file}"] : [];
        // A name may begin with a dash.
        return [$"--split={order.Split}", .. against, .. check, "--", .. named];

        // The first equals sign ends a name.
        static string Word(string name) => name.Replace('=', ':');
    }

    // The best on validation, but not a baseline or a reference that was chosen: these are what the others are measured by.
    private static int InDetail(IReadOnlyList<Run> runs, string? chosen)
    {
        ReferenceRun reference = ReferenceRun.Of(runs, chosen);
        if (runs.Count == 1 || reference.Reason is ReferenceReason.BestOnValidation or ReferenceReason.First) return reference.Place;
        int[] others = [.. Enumerable.Range(0, runs.Count).Where(run => run != reference.Place)];
        return others[ReferenceRun.Of([.. others.Select(run => runs[run])], null).Place];
    }

    private void Require(Run run, string split)
    {
        if (IsSealed(run, split))
            throw new InputException($"{run.Title}: its {split} split is sealed; reveal its test figures first, or report another split");
        if (run.OtherUser is not null)
            throw new InputException($"{run.Title}: its folder belongs to another user of the machine, who can use `angioboard report`");
        if (run.Trashed is not null) throw new InputException($"{run.Title}: is deleted; restore it first");
        if (!File.Exists(new RunFolder(run.Folder).Evaluation)) throw new InputException($"{run.Title}: has not been evaluated");
        // Settings may name any file.
        if (run.Settings.Patients is { } patients && PatientMap.NamesFile(patients)) roots.Require(patients);
    }

    private static bool IsSealed(Run run, string split) => run.Hidden.Of(dataset: null, split) is not null;

    private void RemoveOld()
    {
        string[] old;
        lock (gate)
        {
            old = [.. ready.Where(kit => time.GetElapsedTime(kit.Value.Made) > kept).Select(kit => kit.Key)];
            foreach (string ticket in old) ready.Remove(ticket);
        }
        foreach (string ticket in old) Remove($"{ticket}*");
    }

    private void Remove(string pattern)
    {
        try
        {
            if (!Directory.Exists(Folder)) return;
            foreach (FileSystemInfo entry in new DirectoryInfo(Folder).EnumerateFileSystemInfos(pattern))
            {
                if (entry is DirectoryInfo { LinkTarget: null } folder) folder.Delete(recursive: true);
                else entry.Delete();
            }
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // The next start removes it.
        }
    }
}
