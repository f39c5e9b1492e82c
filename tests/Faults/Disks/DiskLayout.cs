using System.Diagnostics;

namespace Angioboard.Faults.Disks;

/// <summary>Which part of a dashboard is on a small disk.</summary>
internal enum DiskLayout
{
    /// <summary>The data folder, with the database; the results are elsewhere.</summary>
    Database,

    /// <summary>The results.</summary>
    Results,

    /// <summary>Both, on one disk.</summary>
    Both,
}

/// <summary>A data folder with results, with the small disk below either or both.</summary>
internal sealed class MountedBox : IDisposable
{
    private const int Kilobytes = 65_536;

    private readonly string? bound;

    public MountedBox(DiskLayout layout, string scratch)
    {
        DataFolder = Path.Combine(scratch, "data");
        string results = Path.Combine(DataFolder, "results");
        Disk = new Core.Tests.SmallDisk(layout == DiskLayout.Results ? results : DataFolder, Kilobytes);
        Directory.CreateDirectory(results);
        if (layout != DiskLayout.Database) return;
        Mount("mount", "--bind", Directory.CreateDirectory(Path.Combine(scratch, "results")).FullName, results);
        bound = results;
    }

    public string DataFolder { get; }

    public Core.Tests.SmallDisk Disk { get; }

    public void Dispose()
    {
        if (bound is not null) Mount("umount", "-l", bound);
        Disk.Dispose();
    }

    private static void Mount(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: run this as root");
    }
}
