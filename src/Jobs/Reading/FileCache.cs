using Angioboard.Core;

namespace Angioboard.Jobs.Reading;

/// <summary>What was read from files, kept until a file changes or others push it out. Safe for any thread.</summary>
/// <param name="capacity">The number of files kept.</param>
/// <param name="read">Reads a file; may throw <see cref="InputException"/>, which is not kept.</param>
internal sealed class FileCache<T>(int capacity, Func<string, T> read)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Length, DateTime Written, long Used, T Value)> files = [];
    private long uses;

    /// <summary>The content of a file as it is now.</summary>
    /// <exception cref="InputException">It is not there or cannot be read.</exception>
    public T Get(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists) throw new InputException($"{path}: is not there");
        (long length, DateTime written) = (file.Length, file.LastWriteTimeUtc);
        lock (gate)
        {
            if (files.TryGetValue(path, out var kept) && kept.Length == length && kept.Written == written)
            {
                files[path] = kept with { Used = ++uses };
                return kept.Value;
            }
        }
        T value = read(path);
        lock (gate)
        {
            files[path] = (length, written, ++uses, value);
            if (files.Count > capacity) files.Remove(files.MinBy(entry => entry.Value.Used).Key);
        }
        return value;
    }
}
