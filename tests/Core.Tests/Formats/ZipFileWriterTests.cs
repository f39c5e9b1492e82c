using Angioboard.Core.Formats;

namespace Angioboard.Core.Tests.Formats;

public sealed class ZipFileWriterTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    [Theory]
    [InlineData(5, 50)]
    [InlineData(70_000, uint.MaxValue)]
    public void Wide_zips_are_read_by_Python_and_by_us(int files, long zip64From)
    {
        string path = scratch.File("wide.zip");
        using (FileStream stream = File.Create(path))
        using (ZipFileWriter zip = new(stream, zip64From))
        {
            for (int i = 0; i < files; i++)
            {
                byte[] content = [.. Enumerable.Range(0, i % 100).Select(n => (byte)n)];
                zip.Add($"archive/{i}", content.Length, System.IO.Hashing.Crc32.HashToUInt32(content), target => target.Write(content));
            }
            byte[] large = new byte[100];
            zip.Add("archive/large", large.Length, System.IO.Hashing.Crc32.HashToUInt32(large), target => target.Write(large));
            zip.Finish();
        }

        string python = Python.RunIn(scratch.Path, "import zipfile; z = zipfile.ZipFile('wide.zip'); print(len(z.namelist()), z.testzip())");

        Assert.Equal($"{files + 1} None", python);
        using ZipFileReader reader = ZipFileReader.Open(File.OpenRead(path), path);
        Assert.Equal(files + 1, reader.Names.Count());
        Assert.Equal([0, 1, 2], reader.ReadAll("archive/3", 100));
        Assert.Equal(100, reader.ReadAll("archive/large", 100).Length);
    }

    public void Dispose() => scratch.Dispose();
}
