"""Makes the files in this folder; needs h5py. Usage: make.py FOLDER"""
import gzip
import os
import sys
import zlib

import h5py
import numpy as np

d = sys.argv[1] + '/'
def values(n): return (np.arange(n)*0.25-3).astype('f4')
for ver in ('earliest','latest'):
    with h5py.File(d+f'chunks-{ver}.h5','w',libver=ver) as f:
        f.create_dataset('plain',data=values(35).reshape(5,7),chunks=(2,3))
        f.create_dataset('gzip',data=values(35).reshape(5,7),chunks=(2,3),compression='gzip')
        f.create_dataset('all',data=values(60).reshape(5,4,3),chunks=(2,3,2),compression='gzip',shuffle=True,fletcher32=True)
        f.create_dataset('lzf',data=np.zeros(300,'f4')+np.float32(1.5),chunks=(256,),compression='lzf')
        f.create_dataset('single',data=values(12),chunks=(12,),compression='gzip')
        f.create_dataset('growing',data=values(12).reshape(4,3),chunks=(3,2),maxshape=(None,3),compression='gzip')
        f.create_dataset('both',data=values(12).reshape(4,3),chunks=(3,2),maxshape=(None,None))
        f.create_dataset('double',data=values(9).astype('f8'),chunks=(4,),shuffle=True,compression='gzip')
        f.create_dataset('half',data=values(9).astype('f2'))
        f.create_dataset('big',data=values(9).astype('>f4'))
        f.create_dataset('short',data=np.arange(-4,5).astype('i2'),chunks=(4,),compression='gzip')
        f.create_dataset('empty',shape=(0,4),dtype='f4',chunks=(1,4),maxshape=(None,4))
        f.create_dataset('unwritten',shape=(4,),dtype='f4',chunks=(2,),compression='gzip')
        f['word']=np.array([b'a',b'bc'])
        g=f.create_group('many')
        for i in range(40): g.attrs[f'a{i}']=f'text {i}'
        for i in range(30): g.create_group(f'g{i}')
with h5py.File(d+'features.h5','w') as f:
    v=values(12).reshape(4,3)
    f.create_dataset('scaleoffset',data=v,chunks=(2,3),scaleoffset=3)
    f.create_dataset('unwritten',(4,3),'f4')
    f.create_dataset('partly',(4,3),'f4',chunks=(2,3))[0:2]=1
    f.create_dataset('large',data=np.array([1,-1e300,np.inf]))
    f.create_dataset('larger',data=1e39)
    f.create_dataset('infinite',data=np.array([1,-np.inf,np.nan]))
    f.create_dataset('lzf',data=np.tile(values(3),400),chunks=(1000,),compression='lzf')
    f.create_dataset('incompressible',data=v,chunks=(2,3),compression='lzf')
with h5py.File(d+'zeros.h5','w') as f:
    n=1<<27
    ds=f.create_dataset('x',shape=(n,),dtype='f4',chunks=(n,),compression='gzip',compression_opts=9)
    ds.id.write_direct_chunk((0,),zlib.compress(b'\0'*(4*n),9))
with h5py.File(d+'more.h5','w') as f:
    ds=f.create_dataset('x',shape=(64,),dtype='f4',chunks=(64,),compression='gzip')
    ds.id.write_direct_chunk((0,),zlib.compress(b'\0'*(1<<28),9))
with h5py.File(d+'wide.h5','w') as f:
    # few numbers in large blocks
    n=1<<24
    ds=f.create_dataset('x',shape=(64,1),dtype='f4',chunks=(1,n),maxshape=(None,None),compression='gzip')
    c=zlib.compress(b'\0'*(4*n),9)
    for i in range(64): ds.id.write_direct_chunk((i,0),c)
# links in files of both ages of HDF5
for name,age in (('earliest','earliest'),('latest','latest')):
    for kind,link in (('soft',h5py.SoftLink('/x')),('external',h5py.ExternalLink('other.h5','/x'))):
        with h5py.File(d+f'{kind}-{name}.h5','w',libver=age) as f:
            f['x']=np.zeros(3,'f4')
            f['linked']=link
for n in os.listdir(d):
    if n.endswith('.h5'):
        b=open(d+n,'rb').read()
        open(d+n+'.gz','wb').write(gzip.compress(b,9,mtime=0))
