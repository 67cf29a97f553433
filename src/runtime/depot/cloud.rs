//! An object store as a place for bundles: S3 and what speaks like it, Azure, GCS, `WebDAV`. Keys and
//! endpoints come from the environment, as each provider's own tools read them (`AWS_ACCESS_KEY_ID`,
//! `AWS_ENDPOINT`, ...).

use std::io;

use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::http::HttpBuilder;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, PutPayload};
use tokio::runtime::{Builder, Runtime};

use super::{Place, Put};

/// A bucket, and what stands before every name in it.
pub(super) struct Cloud {
    store: Box<dyn ObjectStore>,
    prefix: Path,
    runtime: Runtime,
}

impl Cloud {
    /// Finds a bucket by its URL; nothing is asked of it yet.
    pub(super) fn open(url: &str) -> io::Result<Self> {
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let (_, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let is_web = matches!(scheme, "http" | "https");
        // A WebDAV server's folder is part of its address.
        let prefix = if is_web { "" } else { prefix };
        Ok(Self {
            store: store(scheme, url)?,
            prefix: Path::parse(prefix.trim_end_matches('/')).map_err(io::Error::other)?,
            runtime: Builder::new_current_thread().enable_all().build()?,
        })
    }

    fn path(&self, name: &str) -> io::Result<Path> {
        let whole = format!("{}/{name}", self.prefix);
        Path::parse(whole.trim_matches('/')).map_err(io::Error::other)
    }

    fn is_there(&self, path: &Path) -> io::Result<bool> {
        match self.runtime.block_on(self.store.head(path)) {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(told(error)),
        }
    }

    fn put(&self, path: &Path, bytes: &[u8], mode: PutMode) -> object_store::Result<()> {
        let payload = PutPayload::from(bytes.to_vec());
        let options = PutOptions::from(mode);
        let put = self.store.put_opts(path, payload, options);
        self.runtime.block_on(put).map(drop)
    }
}

fn store(scheme: &str, url: &str) -> io::Result<Box<dyn ObjectStore>> {
    Ok(match scheme {
        "s3" => Box::new(built(AmazonS3Builder::from_env().with_url(url).build())?),
        "az" => Box::new(built(
            MicrosoftAzureBuilder::from_env().with_url(url).build(),
        )?),
        "gs" => Box::new(built(
            GoogleCloudStorageBuilder::from_env().with_url(url).build(),
        )?),
        "http" | "https" => Box::new(built(HttpBuilder::new().with_url(url).build())?),
        _ => {
            let words = "a place is a folder, or begins with s3://, az://, gs:// or https://";
            return Err(io::Error::new(io::ErrorKind::Unsupported, words));
        }
    })
}

fn built<T>(made: object_store::Result<T>) -> io::Result<T> {
    made.map_err(told)
}

fn told(error: Error) -> io::Error {
    io::Error::other(error)
}

impl Place for Cloud {
    fn names(&self, folder: &str) -> io::Result<Vec<String>> {
        let folder = self.path(folder)?;
        let listed = self.store.list_with_delimiter(Some(&folder));
        let listed = self.runtime.block_on(listed).map_err(told)?;
        let objects = listed.objects.iter().map(|object| &object.location);
        let paths = listed.common_prefixes.iter().chain(objects);
        let mut names: Vec<String> = paths
            .filter_map(|path| path.filename().map(str::to_owned))
            .collect();
        names.sort();
        Ok(names)
    }

    fn get(&self, name: &str, most: usize) -> io::Result<Vec<u8>> {
        let path = self.path(name)?;
        let fetched = async {
            let found = self.store.get(&path).await?;
            if found.meta.size > most as u64 {
                return Ok(None);
            }
            found.bytes().await.map(Some)
        };
        let bytes = self.runtime.block_on(fetched).map_err(told)?;
        // What the server said of its length need not be so.
        let bytes = bytes.filter(|bytes| bytes.len() <= most);
        let too_large = || super::unlike(format!("{name} is too large"));
        bytes.map(|bytes| bytes.to_vec()).ok_or_else(too_large)
    }

    fn put_new(&self, name: &str, bytes: &[u8]) -> io::Result<Put> {
        let path = self.path(name)?;
        match self.put(&path, bytes, PutMode::Create) {
            Ok(()) => Ok(Put::Stored),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(Put::WasThere),
            // A server without conditional puts: asked first. Whoever else puts this name puts the same.
            Err(Error::NotImplemented { .. } | Error::NotSupported { .. }) => {
                if self.is_there(&path)? {
                    return Ok(Put::WasThere);
                }
                self.put(&path, bytes, PutMode::Overwrite).map_err(told)?;
                Ok(Put::Stored)
            }
            Err(error) => Err(told(error)),
        }
    }
}
