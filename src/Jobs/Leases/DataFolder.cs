using Angioboard.Core;
using Angioboard.Core.Files;

namespace Angioboard.Jobs.Leases;

/// <summary>The folder that a box's dashboard, trainers and terminals share: database, leases on devices, announcements.</summary>
public static class DataFolder
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "Angioboard__DataFolder";

    /// <summary>Where it lies if nobody says so: <c>angioboard</c> below the user's local application data.</summary>
    public static string Default =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "angioboard");

    /// <summary>The folder that the environment names, else the default, as a full path; it may not be there yet.</summary>
    public static string Resolve() => Path.GetFullPath(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Default);

    /// <summary>Makes a folder below it.</summary>
    /// <exception cref="InputException">It cannot be created.</exception>
    internal static string Make(string dataFolder, string name)
    {
        string path = Path.Combine(dataFolder, name);
        try
        {
            // A new one is closed to others, whatever the umask; one that is there keeps its rights.
            if (!OperatingSystem.IsWindows() && !Directory.Exists(dataFolder))
                Directory.CreateDirectory(dataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{path}: the folder cannot be created: {FileTrouble.Words(e)}; set {Variable} to a folder that you can write to", e);
        }
    }
}
