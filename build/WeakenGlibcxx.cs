using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Marks the GLIBCXX_3.4.32 requirement of 64-bit ELF libraries as weak (VER_FLG_WEAK in .gnu.version_r).</summary>
public class WeakenGlibcxx : Task
{
    private const string Version = "GLIBCXX_3.4.32";
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 2;                // VER_FLG_WEAK

    public ITaskItem[] Files { get; set; }

    public override bool Execute()
    {
        foreach (ITaskItem item in Files)
        {
            string path = item.GetMetadata("FullPath");
            byte[] elf = File.ReadAllBytes(path);
            if (!Weaken(elf)) continue;

            // The output may be a hard link into the package cache: a new file takes its name, the old one stays as it was.
            // The old time stamp is kept, so that an incremental build does not take the file for a changed one.
            string mended = path + "." + Guid.NewGuid().ToString("N");
            DateTime time = File.GetLastWriteTimeUtc(path);
            File.WriteAllBytes(mended, elf);
            File.SetLastWriteTimeUtc(mended, time);
            File.Delete(path);
            File.Move(mended, path);
            Log.LogMessage(MessageImportance.Normal, "{0}: {1} is now a weak requirement", path, Version);
        }
        return !Log.HasLoggedErrors;
    }

    private static bool Weaken(byte[] elf)
    {
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2) return false;
        long sections = BitConverter.ToInt64(elf, 0x28);
        int size = BitConverter.ToUInt16(elf, 0x3a), count = BitConverter.ToUInt16(elf, 0x3c);
        bool changed = false;
        for (int i = 0; i < count; i++)
        {
            int section = checked((int)sections + i * size);
            if (BitConverter.ToUInt32(elf, section + 4) != VersionNeeds) continue;
            int strings = checked((int)sections + (int)BitConverter.ToUInt32(elf, section + 0x28) * size);
            int names = checked((int)BitConverter.ToInt64(elf, strings + 0x18));
            int need = checked((int)BitConverter.ToInt64(elf, section + 0x18));
            for (int step = 1; step != 0; need += step)
            {
                int aux = need + (int)BitConverter.ToUInt32(elf, need + 8);
                for (int next = 1; next != 0; aux += next)
                {
                    ushort flags = BitConverter.ToUInt16(elf, aux + 4);
                    int name = names + (int)BitConverter.ToUInt32(elf, aux + 8);
                    if ((flags & Weak) == 0 && Text(elf, name) == Version)
                    {
                        BitConverter.GetBytes((ushort)(flags | Weak)).CopyTo(elf, aux + 4);
                        changed = true;
                    }
                    next = (int)BitConverter.ToUInt32(elf, aux + 12);
                }
                step = (int)BitConverter.ToUInt32(elf, need + 12);
            }
        }
        return changed;
    }

    private static string Text(byte[] bytes, int start)
    {
        return Encoding.ASCII.GetString(bytes, start, Array.IndexOf(bytes, (byte)0, start) - start);
    }
}
