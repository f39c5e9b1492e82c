using Angioboard.Core.Files;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Doctor;

/// <summary>A folder with a locked file, by which another machine sees whether it shares a disk with this one, and its locks.</summary>
internal static class SharedProbe
{
    private const string Check = "shared disk";

    /// <summary>Makes it, and holds its lock until the result is disposed; null if this machine itself has no locks there.</summary>
    public static IDisposable? Make(string folder)
    {
        Directory.CreateDirectory(folder);
        return LockFile.TryTake(Lock(folder));
    }

    /// <summary>Looks at it from another machine.</summary>
    public static Finding Look(string folder)
    {
        if (!Directory.Exists(folder))
            return Finding.Problem(Check, $"{Path.GetDirectoryName(folder)} is not the results folder of the dashboard's machine",
                "share results, data and data folder with all nodes at the same path");
        using IDisposable? taken = LockFile.TryTake(Lock(folder));
        return taken is null
            ? Finding.Fine(Check, "the results folder is the dashboard's, and locks hold between the machines")
            : Finding.Problem(Check, "locks do not hold between the machines, so two trainers could work on the same run",
                "mount NFS 4, or NFS 3 with lockd, without nolock and without local_lock");
    }

    /// <summary>Removes it.</summary>
    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // It was not made, or the disk is away; it is small.
        }
    }

    private static string Lock(string folder) => Path.Combine(folder, "lock");
}
