using System.Globalization;

namespace Angioboard.Core.Data.Cache;

/// <summary>Where decoded frames are kept for later runs, and how much of them.</summary>
/// <param name="Folder">Full path: ANGIOBOARD_CACHE, else angioboard/frames in XDG_CACHE_HOME or ~/.cache.</param>
/// <param name="Bytes">The most space in bytes: ANGIOBOARD_CACHE_GB gigabytes; null for the smaller of 50 GB and a quarter of what is free.</param>
public sealed record FrameCacheOptions(string Folder, long? Bytes = null)
{
    /// <summary>Names the folder.</summary>
    public const string FolderVariable = "ANGIOBOARD_CACHE";

    /// <summary>Names the limit.</summary>
    public const string LimitVariable = "ANGIOBOARD_CACHE_GB";

    /// <summary>What keeps no frames, in the place of a folder.</summary>
    public const string None = "none";

    /// <summary>Bytes of a gigabyte.</summary>
    internal const long Gigabyte = 1_000_000_000;

    /// <summary>What this process's environment says; null where no frames are to be kept.</summary>
    /// <exception cref="InputException">The limit is no number of gigabytes.</exception>
    public static FrameCacheOptions? FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>What <paramref name="variable"/> says; empty variables count as unset. Null where no frames are to be kept.</summary>
    /// <exception cref="InputException">The limit is no number of gigabytes.</exception>
    public static FrameCacheOptions? From(Func<string, string?> variable)
    {
        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;
        long? bytes = null;
        if (Set(LimitVariable) is { } limit)
        {
            if (!double.TryParse(limit, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double gigabytes) || gigabytes is not (> 0 and < 1e9))
                throw new InputException($"{LimitVariable}: {limit} is not a number of gigabytes; give a number such as 20, or {FolderVariable}={None} to cache no frames");
            bytes = (long)(gigabytes * Gigabyte);
        }
        if (Set(FolderVariable) is { } folder) return folder == None ? null : new(Path.GetFullPath(folder), bytes);
        string home = Set("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        // A user without a home, such as a service's, has no cache either, unless one is named.
        if ((Set("XDG_CACHE_HOME") ?? (home.Length > 0 ? Path.Combine(home, ".cache") : null)) is not { } caches) return null;
        return new(Path.GetFullPath(Path.Combine(caches, "angioboard", "frames")), bytes);
    }
}
