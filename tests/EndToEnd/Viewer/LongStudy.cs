using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Viewer;

/// <summary>A registered study with an exam of 60 frames and the same patient's other eye, made of the site's frames.</summary>
internal static class LongStudy
{
    /// <summary>Its name among the datasets.</summary>
    public const string Name = "long";

    public const string Long = "eyes/1_L", OtherEye = "eyes/1_R", Other = "eyes/2_L";

    public const int Frames = 60;

    private static readonly SemaphoreSlim OneAtATime = new(1);
    private static bool registered;

    /// <summary>Makes and registers it when it is first asked for.</summary>
    public static async Task RegisterAsync(Site site)
    {
        await OneAtATime.WaitAsync();
        try
        {
            if (registered) return;
            Make(site.Study, site.Study + "-long");
            IPage page = await site.OpenAsync("/");
            await Site.RegisterAsync(page, site.Study + "-long", Name);
            await page.Context.DisposeAsync();
            registered = true;
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static void Make(string from, string to)
    {
        using JsonDocument split = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(from, "split.json")));
        IEnumerable<string> exams = split.RootElement.EnumerateObject().SelectMany(part => part.Value.EnumerateArray())
            .Select(exam => Path.GetDirectoryName(exam[0].GetString()!)!).Distinct();
        Queue<string> frames = new(exams.SelectMany(exam => Directory.EnumerateFiles(Path.Combine(from, exam), "*.jpg").OrderBy(Number)));
        foreach ((string exam, int count) in new[] { (Long, Frames), (OtherEye, 8), (Other, 10) })
        {
            Directory.CreateDirectory(Path.Combine(to, exam));
            for (int i = 1; i <= count; i++) File.Copy(frames.Dequeue(), Path.Combine(to, exam, $"{i}.jpg"));
        }
        File.WriteAllText(
            Path.Combine(to, "split.json"),
            $$"""{"train": [["{{Long}}/1.jpg", 0], ["{{OtherEye}}/1.jpg", 1]], "test": [["{{Other}}/1.jpg", 1]]}""");
    }

    private static int Number(string file) => int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture);
}
