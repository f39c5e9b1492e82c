using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Core.Data.Cache;

/// <summary>Everything that an exam's cached frames, or their embeddings, depend on.</summary>
/// <param name="Name">The file's name: 32 hexadecimal digits over the exam's folder, the frames taken of it and what is made of
/// them.</param>
/// <param name="Facts">
/// All of that in full, and each frame's size and time of last change, as UTF-8. The canvas on which frames are padded follows from it.
/// </param>
/// <param name="Values">Number of values of all frames: T × S × S, or T × D of embeddings.</param>
/// <param name="Dtype">Their format.</param>
internal sealed record FrameCacheKey(string Name, byte[] Facts, int Values, CacheDtype Dtype)
{
    /// <summary>Raised when decoding or transforming gives different values: files of older versions are then ignored.</summary>
    private const int Version = 1;

    private const string OfFrames = ".frames", OfEmbeddings = ".embeddings";

    // Half of the format's limit, and more than an exam should have.
    private const long MostValues = 1 << 28;

    // Paths cannot contain it, so keys differ whenever their parts do.
    private const char Separator = '\0';

    /// <summary>The suffixes of files with keys.</summary>
    public static IReadOnlyList<string> Suffixes { get; } = [OfFrames, OfEmbeddings];

    /// <summary>The suffix of the key's file.</summary>
    public string Suffix { get; private init; } = OfFrames;

    /// <summary>
    /// The key of these frames' embeddings. Frames that change keep the name of the file, so the new embeddings replace the old ones.
    /// </summary>
    /// <param name="encoder">Everything else that the embeddings depend on.</param>
    /// <param name="values">Number of values of all embeddings: T × D.</param>
    public FrameCacheKey Embedded(string encoder, int values) => new(
        Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes($"{Name}{Separator}{encoder}"))),
        [.. Facts, .. Encoding.UTF8.GetBytes($"{Separator}{encoder}")], values, CacheDtype.Float32) { Suffix = OfEmbeddings };

    /// <summary>
    /// The key for the current files; null if a frame cannot be read (decoding will report it) and for an exam of over a gigabyte.
    /// </summary>
    public static FrameCacheKey? Of(Exam exam, FrameOptions options)
    {
        StringBuilder name = new(), facts = new();
        name.Append(CultureInfo.InvariantCulture,
            $"{Version}{Separator}{options.Modality}{Separator}{options.Strip}{Separator}{options.ImageSize}{Separator}{options.Dtype}");
        int frames = 0;
        foreach (int index in FrameSelection.Select(exam.Frames.Count, options.MaxFrames, options.Span))
        {
            string path = exam.Frames[index];
            name.Append(Separator).Append(Path.GetFullPath(path));
            try
            {
                // From an open file, because a symbolic link's target counts.
                using SafeFileHandle file = SafeOpen.Handle(path, FrameSource.Any);
                facts.Append(CultureInfo.InvariantCulture,
                    $"{Separator}{RandomAccess.GetLength(file)}{Separator}{File.GetLastWriteTimeUtc(file).Ticks}");
            }
            catch (Exception e) when (FileErrors.Is(e) || e is InputException)
            {
                return null;
            }
            frames++;
        }
        long values = (long)frames * options.ImageSize * options.ImageSize;
        if (values > MostValues) return null;
        byte[] identity = Encoding.UTF8.GetBytes(name.ToString());
        return new FrameCacheKey(
            Convert.ToHexStringLower(XxHash128.Hash(identity)),
            [.. identity, .. Encoding.UTF8.GetBytes(facts.ToString())],
            (int)values, options.Dtype);
    }
}
