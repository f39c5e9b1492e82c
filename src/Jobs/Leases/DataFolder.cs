using Angioboard.Core;
using Angioboard.Core.Files;

namespace Angioboard.Jobs.Leases;

/// <summary>The folder that the dashboard, trainers and terminals of a machine share: database, device leases, announcements.</summary>
public static class DataFolder
{
    /// <summary>The environment variable that sets it.</summary>
    public const string Variable = "Angioboard__DataFolder";

    /// <summary>Its default: <c>angioboard</c> below the user's local application data.</summary>
    public static string Default =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "angioboard");

    /// <summary>The folder from the environment, or the default, as a full path. It may not exist yet.</summary>
    public static string Resolve() =>
        Path.GetFullPath(EnvironmentVariable.Find(Variable) ?? Default);

    /// <summary>Makes a folder below it.</summary>
    /// <exception cref="InputException">It cannot be created.</exception>
    internal static string Make(string dataFolder, string name)
    {
        string path = Path.Combine(dataFolder, name);
        try
        {
            // A new folder is closed to others, whatever the umask; an existing one keeps its permissions.
            if (!OperatingSystem.IsWindows() && !Directory.Exists(dataFolder))
                Directory.CreateDirectory(dataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException(
                $"{path}: the folder cannot be created: {FileTrouble.Words(e)}; set {Variable} to a folder that you can write to", e);
        }
    }
}
