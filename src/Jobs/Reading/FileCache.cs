using Angioboard.Core;

namespace Angioboard.Jobs.Reading;

/// <summary>Contents of files, kept until a file changes or others replace it. Thread-safe.</summary>
/// <param name="capacity">The number of files kept.</param>
/// <param name="read">Reads a file; may throw <see cref="InputException"/>, which is not cached.</param>
internal sealed class FileCache<T>(int capacity, Func<string, T> read)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Length, DateTime Written, long Used, T Value)> files = [];
    private long uses;

    /// <summary>The current content of a file.</summary>
    /// <exception cref="InputException">The file does not exist or cannot be read.</exception>
    public T Get(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists) throw new InputException($"{path}: is not there");
        (long length, DateTime written) = (file.Length, file.LastWriteTimeUtc);
        lock (gate)
        {
            if (files.TryGetValue(path, out (long Length, DateTime Written, long Used, T Value) kept) && kept.Length == length
                && kept.Written == written)
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
