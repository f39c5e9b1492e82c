using System.Runtime.InteropServices;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Leases;

/// <summary>
/// Who may enter the data folder: only its user, and a group as far as runs from terminals need it. The database contains password hashes,
/// and results name exams. Folders of older versions, whose permissions followed the umask, are closed at the start.
/// </summary>
public static partial class FolderRights
{
    private const UnixFileMode
        Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
        OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        Others = (UnixFileMode)0x3f,
        Everybody = (UnixFileMode)0x7,
        // The group can pass through to what is shared, but cannot list the folder: rwx--x---
        Passed = Own | UnixFileMode.GroupExecute,
        // What is created inside stays the group's: rwxr-s---, and rwxrws--T where only its writer may change or remove a note or a lease.
        Read = Own | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.SetGroup,
        Dropped = Read | UnixFileMode.GroupWrite | UnixFileMode.StickyBit;

    private const int PrivateMask = 0x3f;

    /// <summary>From now on, only its user can read what this process writes, unless set otherwise.</summary>
    public static void KeepPrivate()
    {
        if (!OperatingSystem.IsWindows()) _ = Mask(PrivateMask);
    }

    /// <summary>Closes a data folder, and opens its shared parts to the group. Returns lines that the user should see.</summary>
    /// <exception cref="InputException">There is no such group.</exception>
    public static IReadOnlyList<string> Close(AngioboardOptions options)
    {
        if (!OperatingSystem.IsLinux()) return [];
        string folder = Path.GetFullPath(options.DataFolder);
        if (!Directory.Exists(folder)) Make(folder);
        if (FileStatus.Of(folder, follow: true) is not { } before) return [];
        DeviceReservation.MoveOld(folder);
        if (IsEverybodys(folder, before))
            return [$"{folder}: holds other files too, so its permissions are left as they are; set Angioboard:DataFolder to a folder that "
                + $"only Angioboard uses"];
        List<string> lines = [];
        uint? group = options.Group is { } name ? GroupOf(name) : SharedBefore(folder);
        UnixFileMode wanted = group is null ? Own : Passed;
        bool open = (before.Mode & Others & ~wanted) != 0 && HoldsFiles(folder);
        Set(folder, wanted, group, lines);
        foreach (string path in Directory.EnumerateFileSystemEntries(folder)) CloseEntry(path, options, group, lines);
        if (group is not null)
        {
            foreach ((string shared, UnixFileMode mode) in Shared) Set(Directory.CreateDirectory(Path.Combine(folder, shared)).FullName,
                mode, group, lines);
        }
        if (options.Group is not null) ShareResults(options, group!.Value, lines);
        if (open && lines.Count == 0)
        {
            string rest = group is null ? "To let a group of this box share its devices, set Angioboard:Group"
                : options.Group is { } shares ? $"The group {shares} shares devices and inbox" : "Its group still shares devices and inbox";
            lines.Add(
                $"{folder}: other users of this box could read it (rights {Digits(before.Mode)}); it is closed now "
                    + $"({Digits(wanted)}). {rest}");
        }
        if (options.Group is not null) lines.AddRange(GroupPath.Closed(options, group!.Value));
        return lines;
    }

    /// <summary>Lets the group read a run's folder and its experiment's folder, if a group shares the results.</summary>
    public static void Share(string runFolder, AngioboardOptions options)
    {
        if (options.Group is null || !OperatingSystem.IsLinux()) return;
        List<string> lines = [];
        uint? group = GroupOf(options.Group);
        Set(runFolder, Read, group, lines);
        if (Path.GetDirectoryName(Path.GetFullPath(runFolder)) is { } experiment && Path.GetDirectoryName(experiment) == options.Results)
            ShareExperiment(experiment, group!.Value, lines);
        foreach (string file in Directory.EnumerateFiles(runFolder).Where(file => FileStatus.Of(file) is { Kind: FileKind.File }))
            Set(file, OwnFile | UnixFileMode.GroupRead, group, lines);
    }

    // Results outside the data folder are shared with the group only if nobody else can enter them. Older versions closed the folders of
    // experiments to it.
    private static void ShareResults(AngioboardOptions options, uint group, List<string> lines)
    {
        if (FileStatus.Of(options.Results, follow: true) is not { Kind: FileKind.Folder } results) return;
        if (results.Owner == FileStatus.User && (results.Mode & Others) == 0) Set(options.Results, Read, group, lines);
        EnumerationOptions visible = new(
            ) { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint };
        foreach (string experiment in Directory.EnumerateDirectories(options.Results, "*", visible))
            ShareExperiment(experiment, group, lines);
    }

    private static void ShareExperiment(string experiment, uint group, List<string> lines)
    {
        // What its user has opened to everybody stays open.
        bool closed = FileStatus.Of(experiment) is { Kind: FileKind.Folder } status && status.Owner == FileStatus.User
            && (status.Mode & Everybody) == 0;
        if (closed) Set(experiment, Read, group, lines);
    }

    private static void Make(string folder)
    {
        try
        {
            if (!OperatingSystem.IsWindows()) Directory.CreateDirectory(folder, Own);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // The error appears when the database is opened.
        }
    }

    // In a folder without a file, there was nothing to read.
    private static bool HoldsFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*",
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true,
                AttributesToSkip = FileAttributes.ReparsePoint }).Any();

    private static (string Name, UnixFileMode Mode)[] Shared =>
        [(DeviceFiles.Folder, Dropped), ("inbox", Dropped), (DeviceFiles.Reservations, Read)];

    private static void CloseEntry(string path, AngioboardOptions options, uint? group, List<string> lines)
    {
        if (FileStatus.Of(path) is not { } status) return;
        string name = Path.GetFileName(path);
        if (status.Kind == FileKind.File) Set(path, status.Mode & ~Others, null, lines);
        if (status.Kind != FileKind.Folder || (group is not null && Shared.Any(shared => shared.Name == name))) return;
        Set(path, options.Group is not null && path == options.Results ? Read : Own, path == options.Results ? group : null, lines);
    }

    // / and /tmp belong to everybody: changing them would stop other programs.
    private static bool IsEverybodys(string folder, FileStatus status) =>
        (status.Mode & UnixFileMode.StickyBit) != 0 || Path.GetDirectoryName(folder) is null;

    // Machines that were set up for several users before this setting existed keep sharing with the group that owns the folder.
    private static uint? SharedBefore(string folder) =>
        FileStatus.Of(Path.Combine(folder, DeviceFiles.Folder)) is { Kind: FileKind.Folder } devices
            && devices.Mode.HasFlag(UnixFileMode.GroupWrite) ? devices.Group : null;

    private static void Set(string path, UnixFileMode mode, uint? group, List<string> lines)
    {
        if (FileStatus.Of(path, follow: true) is not { } status) return;
        if (group is { } wanted && status.Group != wanted && SetOwner(path, uint.MaxValue, wanted) != 0)
            lines.Add($"{path}: its group cannot be changed to that of Angioboard:Group; do it as root: chgrp {wanted} {path}");
        if (OperatingSystem.IsWindows() || status.Mode == mode) return;
        try
        {
            File.SetUnixFileMode(path, mode);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            lines.Add(
                $"{path}: has rights {Digits(status.Mode)} and belongs to {SystemUsers.Name(status.Owner)}, so they cannot be changed; let "
                    + $"that user do it: chmod {Digits(mode)} {path}");
        }
    }

    private static string Digits(UnixFileMode mode) => Convert.ToString((int)mode, 8);

    /// <exception cref="InputException">There is no such group.</exception>
    private static uint GroupOf(string name)
    {
        // struct group: two pointers, then the number.
        if (uint.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out uint number))
            return number;
        return FindGroup(name) is var found and not 0
            ? (uint)Marshal.ReadInt32(found, 2 * IntPtr.Size)
            : throw new InputException(
                $"Angioboard:Group: there is no group {name} on this box; make it with groupadd {name}, or name another");
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int Mask(int mask);

    [LibraryImport("libc", EntryPoint = "getgrnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint FindGroup(string name);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int SetOwner(string path, uint user, uint group);
}
